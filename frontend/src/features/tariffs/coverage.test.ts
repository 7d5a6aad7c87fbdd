// How long a balance lasts, for every length of an interval.
import { describe, expect, it } from "vitest";
import { coveredUntil } from "./coverage";

const FROM = new Date(2026, 0, 31, 12);
const until = (
  available: string,
  price: string,
  unit: "HOUR" | "DAY" | "WEEK" | "MONTH" | "YEAR",
  count = 1,
) => coveredUntil(available, price, { unit, count }, FROM);
const hours = (to: Date | null) => ((to?.getTime() ?? Number.NaN) - FROM.getTime()) / 3_600_000;

describe("coveredUntil", () => {
  it("counts elapsed time for hours, days and weeks", () => {
    expect(hours(until("20.00", "0.50", "HOUR"))).toBe(40);
    expect(hours(until("0.25", "0.50", "HOUR"))).toBe(0.5);
    expect(hours(until("20.00", "10.00", "HOUR", 6))).toBe(12);
    expect(hours(until("3.00", "2.00", "DAY"))).toBe(36);
    expect(hours(until("1.00", "2.00", "WEEK"))).toBe(84);
  });

  it("counts calendar months, from the 31st to the last day of shorter ones", () => {
    expect(until("10.00", "10.00", "MONTH")).toEqual(new Date(2026, 1, 28, 12));
    expect(until("20.00", "10.00", "MONTH")).toEqual(new Date(2026, 2, 31, 12));
    expect(until("10.00", "10.00", "YEAR")).toEqual(new Date(2027, 0, 31, 12));
  });

  it("takes the share of the month that the rest pays for", () => {
    // Half of the time from 31 January to 28 February.
    expect(until("5.00", "10.00", "MONTH")).toEqual(new Date(2026, 1, 14, 12));
  });

  it("ends at once without money", () => {
    expect(until("0.00", "0.50", "HOUR")).toEqual(FROM);
  });

  it("is null for what is free, and for what outlives everybody", () => {
    expect(until("20.00", "0.00", "HOUR")).toBeNull();
    expect(until("9999999999.00", "0.01", "HOUR")).toBeNull();
    expect(until("9999999999.00", "0.01", "MONTH")).toBeNull();
  });

  it("is exact where a float would not be", () => {
    expect(hours(until("0.30", "0.10", "HOUR"))).toBe(3);
    expect(hours(until("1000", "250", "HOUR"))).toBe(4);
  });
});
