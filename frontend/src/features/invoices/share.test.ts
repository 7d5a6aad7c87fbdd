// Parts of a period in days and hours, and what a line is about.
import { describe, expect, it } from "vitest";
import { lineKind, shareOf } from "./share";

const usd = { amount: "10.00", currency: "USD" };
const line = (start: string, end: string, numerator: string, denominator: string) => ({
  period: { start, end },
  derivation: { unitPrice: usd, quantity: "1", numerator, denominator, rounding: "HALF_UP" },
});

describe("shareOf", () => {
  it("says how many days of how many", () => {
    const half = line("2026-06-16T00:00:00Z", "2026-07-01T00:00:00Z", "1", "2");
    expect(shareOf(half)).toEqual({ part: 15, whole: 30, unit: "day" });
  });

  it("counts a credit like a charge", () => {
    const credit = line("2026-06-16T00:00:00Z", "2026-07-01T00:00:00Z", "-1", "2");
    expect(shareOf(credit)).toEqual({ part: 15, whole: 30, unit: "day" });
  });

  it("rounds to a tenth of a day", () => {
    const seconds = (days: number) => String(days * 86_400);
    const some = line("2026-06-15T13:12:00Z", "2026-07-01T00:00:00Z", seconds(15.45), seconds(30));
    expect(shareOf(some)).toEqual({ part: 15.5, whole: 30, unit: "day" });
  });

  it("counts a day in hours, and an hour in minutes", () => {
    expect(shareOf(line("2026-06-16T18:00:00Z", "2026-06-17T00:00:00Z", "1", "4"))).toEqual({
      part: 6,
      whole: 24,
      unit: "hour",
    });
    expect(shareOf(line("2026-06-16T18:15:00Z", "2026-06-16T19:00:00Z", "3", "4"))).toEqual({
      part: 45,
      whole: 60,
      unit: "minute",
    });
  });

  it("is exact with the microseconds of a whole year", () => {
    const year = 365n * 86_400_000_000n;
    const left = year / 5n;
    const some = line("2026-10-20T00:00:00Z", "2027-01-01T00:00:00Z", `-${left}`, `${year}`);
    expect(shareOf(some)).toEqual({ part: 73, whole: 365, unit: "day" });
  });

  it("has nothing to say of a whole period, of a one-time charge, or of no time", () => {
    expect(shareOf(line("2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z", "1", "1"))).toBeNull();
    expect(shareOf(line("2026-06-01T00:00:00Z", "2026-06-01T00:00:00Z", "0", "1"))).toBeNull();
    expect(shareOf({ ...line("", "", "1", "2"), period: null })).toBeNull();
    expect(shareOf({ period: { start: "", end: "" }, derivation: null })).toBeNull();
  });
});

describe("lineKind", () => {
  it("knows a credit and a charge for a part of a period, and takes the rest as it is", () => {
    expect(lineKind("Unused time: Team")).toEqual({ kind: "unused", name: "Team" });
    expect(lineKind("Remaining time: Extra seat")).toEqual({ kind: "remaining", name: "Extra seat" });
    expect(lineKind("Team")).toEqual({ kind: "plain", name: "Team" });
  });

  it("knows what makes the sum of a change zero", () => {
    const kinds = ["To your balance", "Refund", "Went back before"].map((text) => lineKind(text).kind);
    expect(kinds).toEqual(["toBalance", "refund", "wentBack"]);
  });
});
