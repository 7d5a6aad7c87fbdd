// Which sentence for which state.
import { describe, expect, it } from "vitest";
import { type Life, leaving, renews, standings, takesCodes } from "./standing";

const END = "2026-12-21T00:00:00Z";
const life = (changes: Partial<Life> = {}): Life => ({
  status: "ACTIVE",
  autoRenew: true,
  createdAt: "2026-11-21T00:00:00Z",
  canceledAt: null,
  cancelAt: null,
  pastDueAt: null,
  pausedAt: null,
  resumeAt: null,
  endedAt: null,
  trial: null,
  currentPeriod: { start: "2026-11-21T00:00:00Z", end: END },
  pendingChange: null,
  plan: { billing: "IN_ADVANCE" },
  ...changes,
});

describe("standings", () => {
  it("says nothing when all is as it should be", () => {
    expect(standings(life())).toEqual([]);
    expect(standings(life({ plan: { billing: "FROM_BALANCE" }, currentPeriod: null }))).toEqual([]);
    expect(standings(life({ status: "INCOMPLETE" }))).toEqual([]);
    expect(standings(life({ status: "SUSPENDED", currentPeriod: null }))).toEqual([]);
  });

  it("says until when a trial lasts, and that nothing follows a canceled one", () => {
    const trial = { start: "2026-11-21T00:00:00Z", end: END };
    expect(standings(life({ status: "TRIALING", trial }))).toEqual([{ says: "trial", at: END }]);
    for (const stopped of [{ cancelAt: END }, { autoRenew: false }])
      expect(standings(life({ status: "TRIALING", trial, ...stopped }))).toEqual([
        { says: "trialEnds", at: END },
      ]);
  });

  it("says when it ends, by a cancellation or without a renewal", () => {
    expect(standings(life({ cancelAt: END }))).toEqual([{ says: "ends", at: END }]);
    expect(standings(life({ autoRenew: false }))).toEqual([{ says: "notRenewed", at: END }]);
    expect(standings(life({ cancelAt: END, autoRenew: false }))).toEqual([{ says: "ends", at: END }]);
    expect(standings(life({ status: "PAST_DUE", cancelAt: END }))).toEqual([{ says: "ends", at: END }]);
  });

  it("says what it changes to, or that the change waits for its payment", () => {
    const pendingChange = { effectiveAt: END, awaitsPayment: false };
    expect(standings(life({ pendingChange }))).toEqual([{ says: "changes", at: END }]);
    expect(standings(life({ pendingChange: { ...pendingChange, awaitsPayment: true } }))).toEqual([
      { says: "changeUnpaid" },
    ]);
  });

  it("says how long it rests", () => {
    const pausedAt = "2026-11-25T00:00:00Z";
    expect(standings(life({ status: "PAUSED", pausedAt }))).toEqual([{ says: "paused", at: pausedAt }]);
    expect(standings(life({ status: "PAUSED", pausedAt, resumeAt: END }))).toEqual([
      { says: "pausedUntil", at: END },
    ]);
  });

  it.each([
    ["CANCELED", "canceled"],
    ["EXPIRED", "expired"],
    ["INCOMPLETE_EXPIRED", "neverStarted"],
  ] as const)("says that %s is over, and nothing else", (status, says) => {
    expect(standings(life({ status, endedAt: END, cancelAt: END, autoRenew: false }))).toEqual([
      { says, at: END },
    ]);
  });
});

describe("leaving", () => {
  it("can wait for the end of what is paid for, once", () => {
    expect(leaving(life()).later).toBe(END);
    expect(leaving(life({ status: "TRIALING" })).later).toBe(END);
    expect(leaving(life({ cancelAt: END })).later).toBeNull();
    expect(leaving(life({ status: "PAUSED" })).later).toBeNull();
    expect(leaving(life({ status: "INCOMPLETE" })).later).toBeNull();
    expect(leaving(life({ plan: { billing: "FROM_BALANCE" }, currentPeriod: null })).later).toBeNull();
  });

  it("gives back only what was paid for", () => {
    expect(leaving(life()).creditable).toBe(true);
    expect(leaving(life({ cancelAt: END })).creditable).toBe(true);
    for (const status of ["TRIALING", "PAST_DUE", "PAUSED", "INCOMPLETE"] as const)
      expect(leaving(life({ status })).creditable).toBe(false);
    expect(leaving(life({ plan: { billing: "FROM_BALANCE" } })).creditable).toBe(false);
  });
});

describe("renews", () => {
  it("can be set while periods follow each other and nobody canceled", () => {
    for (const status of ["TRIALING", "ACTIVE", "PAST_DUE", "PAUSED"] as const)
      expect(renews(life({ status }))).toBe(true);
    for (const status of ["INCOMPLETE", "CANCELED", "EXPIRED"] as const)
      expect(renews(life({ status }))).toBe(false);
    expect(renews(life({ cancelAt: END }))).toBe(false);
    expect(renews(life({ currentPeriod: null }))).toBe(false);
  });
});

describe("codes", () => {
  it("can be added to what renews and is billed in advance", () => {
    expect(takesCodes(life())).toBe(true);
    expect(takesCodes(life({ cancelAt: END }))).toBe(false);
    expect(takesCodes(life({ plan: { billing: "FROM_BALANCE" } }))).toBe(false);
  });
});
