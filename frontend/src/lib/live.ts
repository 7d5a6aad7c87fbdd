// The websocket for live updates: open while someone is signed in, retried for ever with jitter, its state shown
// in the header. Screens poll while it is not "live".
import { type Client, createClient } from "graphql-ws";
import type { Session } from "./session";
import { Store } from "./store";

export type LiveState = "connecting" | "live" | "reconnecting" | "offline";

const PONG_WAIT_MS = 5_000;
const RESTART_MS = 5_000;

function socketUrl(): string {
  return `${location.origin.replace(/^http/, "ws")}/graphql`;
}

/** 0.25 s, 0.5 s, 1 s, 2 s, each shortened by up to half at random; at once when the network comes back. */
function retryWait(retries: number): Promise<void> {
  const full = Math.min(250 * 2 ** retries, 2_500);
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, full * (0.5 + Math.random() / 2));
    addEventListener("online", done);
  });
}

export class Live {
  readonly state = new Store<LiveState>("connecting");
  #session: Session;
  #client: Client | null = null;
  #connected = false;
  #restart: ReturnType<typeof setTimeout> | undefined;

  constructor(session: Session) {
    this.#session = session;
    addEventListener("online", this.#show);
    addEventListener("offline", this.#show);
    session.epoch.subscribe(() => this.stop());
  }

  /** Connects now, so that the first live screen waits for nothing. Call when signed in. */
  client(): Client {
    this.#client ??= this.#connect();
    return this.#client;
  }

  stop(): void {
    clearTimeout(this.#restart);
    void this.#client?.dispose();
    this.#client = null;
    this.#connected = false;
    this.state.set("connecting");
  }

  #show = (): void => {
    if (this.#connected) this.state.set("live");
    else if (!navigator.onLine) this.state.set("offline");
    else if (this.state.get() !== "connecting") this.state.set("reconnecting");
  };

  #connect(): Client {
    let pong: ReturnType<typeof setTimeout> | undefined;
    const client = createClient({
      url: socketUrl(),
      lazy: false,
      keepAlive: 12_000,
      retryAttempts: Number.POSITIVE_INFINITY,
      shouldRetry: () => true,
      retryWait,
      connectionParams: async () => {
        const access = await this.#session.access();
        return access ? { authorization: `Bearer ${access}` } : {};
      },
      onNonLazyError: () => this.#restartLater(client),
      on: {
        connected: () => {
          this.#connected = true;
          this.#show();
        },
        closed: () => {
          clearTimeout(pong);
          if (this.#client !== client) return;
          this.#connected = false;
          this.state.set(navigator.onLine ? "reconnecting" : "offline");
        },
        // A dead network does not close a socket: no pong in time means it is gone.
        ping: (received) => {
          if (!received) pong = setTimeout(() => client.terminate(), PONG_WAIT_MS);
        },
        pong: (received) => {
          if (received) clearTimeout(pong);
        },
      },
    });
    return client;
  }

  /** Some close codes tell the library to give up; a billing page does not. */
  #restartLater(failed: Client): void {
    if (this.#client !== failed) return;
    this.#client = null;
    clearTimeout(this.#restart);
    this.#restart = setTimeout(() => {
      if (this.#session.state.get() === "signed-in") this.client();
    }, RESTART_MS);
  }
}
