// The one session of this page, wired to the browser: fetch, named locks, a hint in storage, a channel between tabs.
import { Session, type SessionState } from "./session";
import { recall, remember } from "./storage";

const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("perennial.session") : null;

export const session = new Session({
  fetch: (input, init) => fetch(input, init),
  now: Date.now,
  // Locks need a secure context; without them two tabs may each refresh, which the server settles.
  lock: (name, work) => (navigator.locks ? navigator.locks.request(name, work) : work()),
  hint: {
    get: () => recall("session") !== null,
    set: (signedIn) => remember("session", signedIn ? "1" : null),
  },
  tabs: {
    tell: (state) => channel?.postMessage(state),
    listen: (heard) =>
      channel?.addEventListener("message", (event: MessageEvent<SessionState>) => heard(event.data)),
  },
});
