// Who is signed in, in this browser. The access token lives in memory only; the refresh token is a cookie that
// scripts cannot read. One refresh at a time: in this tab by one shared promise, across tabs by a named lock.
import { Store } from "./store";

export type SessionState = "visitor" | "signed-in";

export interface FieldProblem {
  path: string[];
  code: string;
  message: string;
}

export type SignInAnswer =
  | { ok: true }
  | { ok: false; status: number; code: string; message: string; fields: FieldProblem[] };

export interface SessionDeps {
  fetch: typeof fetch;
  now: () => number;
  /** Runs the work while no other tab of this origin runs it. */
  lock: <T>(name: string, work: () => Promise<T>) => Promise<T>;
  /** Whether this browser may hold a refresh cookie: visitors are spared a request that can only fail. */
  hint: { get: () => boolean; set: (signedIn: boolean) => void };
  /** Tells the other tabs, and hears from them. */
  tabs: { tell: (state: SessionState) => void; listen: (heard: (state: SessionState) => void) => void };
}

interface Token {
  access: string;
  expiresIn: number;
}

const EARLY_MS = 30_000;

export class Session {
  readonly state = new Store<SessionState>("visitor");
  /** Changes whenever another person may be looking: caches of the former one must go. */
  readonly epoch = new Store(0);
  #deps: SessionDeps;
  #token: string | null = null;
  #expiresAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #refreshing: Promise<string | null> | null = null;

  constructor(deps: SessionDeps) {
    this.#deps = deps;
    deps.tabs.listen((state) => {
      if (state === "visitor") this.#forget();
      else if (this.state.get() === "visitor") void this.refresh();
    });
  }

  get token(): string | null {
    return this.#token;
  }

  /** True when the token is gone or about to go, and a new one can be had. */
  get expiring(): boolean {
    return this.state.get() === "signed-in" && this.#deps.now() >= this.#expiresAt - EARLY_MS / 3;
  }

  /** A token that is good for now, refreshed first if need be. */
  async access(): Promise<string | null> {
    return this.expiring ? this.refresh() : this.#token;
  }

  /** At start-up: pick up the session that the cookie stands for. */
  async restore(): Promise<void> {
    if (this.#deps.hint.get()) await this.refresh();
  }

  refresh(): Promise<string | null> {
    this.#refreshing ??= this.#deps
      .lock("perennial.refresh", () => this.#renew())
      .finally(() => {
        this.#refreshing = null;
      });
    return this.#refreshing;
  }

  async signIn(email: string, password: string): Promise<SignInAnswer> {
    const response = await this.#post("/auth/sign-in", { email, password });
    if (response.ok) {
      this.#accept((await response.json()) as Token, true);
      this.#deps.tabs.tell("signed-in");
      return { ok: true };
    }
    const body = (await response.json().catch(() => ({}))) as Partial<SignInAnswer & { code: string }>;
    return { code: "", message: "", fields: [], ...body, ok: false, status: response.status };
  }

  async signOut(): Promise<void> {
    this.#deps.tabs.tell("visitor");
    try {
      await this.#post("/auth/sign-out");
    } finally {
      this.#forget();
    }
  }

  async #renew(): Promise<string | null> {
    let response: Response;
    try {
      response = await this.#post("/auth/refresh");
    } catch {
      return this.#token;
    }
    if (response.ok) this.#accept((await response.json()) as Token, this.state.get() === "visitor");
    else if (response.status < 500 && response.status !== 429) this.#forget();
    return this.#token;
  }

  #accept({ access, expiresIn }: Token, newcomer: boolean): void {
    this.#token = access;
    this.#expiresAt = this.#deps.now() + expiresIn * 1000;
    this.#deps.hint.set(true);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.refresh(), Math.max(expiresIn * 1000 - EARLY_MS, 1_000));
    if (newcomer) this.epoch.set(this.epoch.get() + 1);
    this.state.set("signed-in");
  }

  #forget(): void {
    clearTimeout(this.#timer);
    this.#token = null;
    this.#deps.hint.set(false);
    if (this.state.get() === "visitor") return;
    this.epoch.set(this.epoch.get() + 1);
    this.state.set("visitor");
  }

  #post(path: string, body?: object): Promise<Response> {
    return this.#deps.fetch(path, {
      method: "POST",
      credentials: "same-origin",
      headers: body ? { "content-type": "application/json" } : {},
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  }
}
