// The session: one refresh at a time, on time, shared between tabs, gone only when refused.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Session, type SessionDeps, type SessionState } from "./session";

const answer = (status: number, body: object = {}) =>
  new Response(status === 204 ? null : JSON.stringify(body), { status });

function make(fetcher: (path: string) => Promise<Response>, signedInBefore = true) {
  const hint = { value: signedInBefore };
  const told: SessionState[] = [];
  let hear: (state: SessionState) => void = () => undefined;
  const fetch = vi.fn((path: unknown) => fetcher(String(path)));
  const locks: string[] = [];
  const deps: SessionDeps = {
    fetch: fetch as unknown as typeof globalThis.fetch,
    now: Date.now,
    lock: (name, work) => {
      locks.push(name);
      return work();
    },
    hint: {
      get: () => hint.value,
      set: (signedIn) => {
        hint.value = signedIn;
      },
    },
    tabs: {
      tell: (state) => told.push(state),
      listen: (heard) => {
        hear = heard;
      },
    },
  };
  return { session: new Session(deps), fetch, hint, told, locks, hear: (state: SessionState) => hear(state) };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("Session", () => {
  it("refreshes once for many callers at the same time, under the named lock", async () => {
    const { session, fetch, locks } = make(async () => answer(200, { access: "a1", expiresIn: 900 }));
    const tokens = await Promise.all([session.refresh(), session.refresh(), session.refresh()]);
    expect(tokens).toEqual(["a1", "a1", "a1"]);
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(locks).toEqual(["perennial.refresh"]);
  });

  it("refreshes again once the first refresh is over", async () => {
    let count = 0;
    const { session, fetch } = make(async () => answer(200, { access: `a${++count}`, expiresIn: 900 }));
    await session.refresh();
    expect(await session.refresh()).toBe("a2");
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it("spares visitors the request that can only fail", async () => {
    const { session, fetch } = make(async () => answer(401), false);
    await session.restore();
    expect(fetch).not.toHaveBeenCalled();
    expect(session.state.get()).toBe("visitor");
  });

  it("refreshes by itself before the token expires", async () => {
    let count = 0;
    const { session, fetch } = make(async () => answer(200, { access: `a${++count}`, expiresIn: 900 }));
    await session.restore();
    await vi.advanceTimersByTimeAsync(869_000);
    expect(fetch).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(fetch).toHaveBeenCalledTimes(2);
    expect(session.token).toBe("a2");
  });

  it("hands out a new token when the old one is about to go", async () => {
    let count = 0;
    const { session } = make(async () => answer(200, { access: `a${++count}`, expiresIn: 900 }));
    await session.restore();
    expect(await session.access()).toBe("a1");
    vi.setSystemTime(Date.now() + 895_000);
    expect(await session.access()).toBe("a2");
  });

  it("becomes a visitor when the cookie is refused, and keeps the sign-in through an outage", async () => {
    let status = 200;
    const { session, hint } = make(async () => answer(status, { access: "a1", expiresIn: 900 }));
    await session.restore();
    status = 503;
    await session.refresh();
    expect(session.state.get()).toBe("signed-in");
    status = 401;
    await session.refresh();
    expect(session.state.get()).toBe("visitor");
    expect(session.token).toBeNull();
    expect(hint.value).toBe(false);
  });

  it("starts a new epoch at sign-in and sign-out, not at a refresh", async () => {
    const { session, told } = make(async (path) =>
      path === "/auth/sign-out" ? answer(204) : answer(200, { access: "a1", expiresIn: 900 }),
    );
    await session.signIn("ana@example.com", "secret-secret");
    const epoch = session.epoch.get();
    await session.refresh();
    expect(session.epoch.get()).toBe(epoch);
    await session.signOut();
    expect(session.epoch.get()).toBe(epoch + 1);
    expect(told).toEqual(["signed-in", "visitor"]);
  });

  it("passes on why a sign-in was refused", async () => {
    const fields = [{ path: ["email"], code: "INVALID", message: "Not an email." }];
    const { session } = make(async () => answer(422, { code: "INVALID_INPUT", message: "Check.", fields }));
    expect(await session.signIn("x", "y")).toEqual({
      ok: false,
      status: 422,
      code: "INVALID_INPUT",
      message: "Check.",
      fields,
    });
  });

  it("follows a sign-out in another tab", async () => {
    const { session, hear } = make(async () => answer(200, { access: "a1", expiresIn: 900 }));
    await session.restore();
    hear("visitor");
    expect(session.state.get()).toBe("visitor");
  });
});
