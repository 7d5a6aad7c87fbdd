// Amounts as text: exact digits, the region's grouping, a real minus sign.
import { describe, expect, it } from "vitest";
import {
  add,
  formatAmount,
  fromMinor,
  isLess,
  isPositive,
  isZero,
  negated,
  subtract,
  times,
  toMinor,
  widen,
} from "./money";

describe("formatAmount", () => {
  it.each([
    ["1234.50", "1,234.50"],
    ["29.00", "29.00"],
    ["0.00", "0.00"],
    ["-12.30", "\u221212.30"],
    ["1500", "1,500"],
    ["1.2345", "1.2345"],
  ])("writes %s as %s", (amount, shown) => {
    expect(formatAmount(amount, "en-US")).toBe(shown);
  });

  it("keeps digits that a float would lose", () => {
    expect(formatAmount("90071992547409931.07", "en-US")).toBe("90,071,992,547,409,931.07");
  });

  it("groups as the reader's region does", () => {
    expect(formatAmount("1234.50", "es-MX")).toBe("1,234.50");
    expect(formatAmount("12345.50", "es-ES")).toBe("12.345,50");
  });
});

it("knows zero in every spelling", () => {
  expect(["0", "0.00", "-0.00"].map(isZero)).toEqual([true, true, true]);
  expect(isZero("0.01")).toBe(false);
});

describe("signed amounts", () => {
  it.each([
    ["50.00", "+50.00"],
    ["-1.20", "\u22121.20"],
    ["0.00", "0.00"],
  ])("writes %s as %s", (amount, shown) => {
    expect(formatAmount(amount, "en-US", true)).toBe(shown);
  });
});

it("knows what is more than nothing", () => {
  expect(["0.01", "0.00", "-0.01", "0"].map(isPositive)).toEqual([true, false, false, false]);
});

describe("arithmetic", () => {
  it.each([
    ["20.00", 2000n],
    ["-0.05", -5n],
    ["1500", 1500n],
    ["0.001", 1n],
  ])("reads %s as %s minor units and writes it back", (amount, minor) => {
    expect(toMinor(amount)).toBe(minor);
    expect(fromMinor(minor, amount.split(".")[1]?.length ?? 0)).toBe(amount);
  });

  it("is exact where floats are not", () => {
    expect(add("0.10", "0.20")).toBe("0.30");
    expect(subtract("0.30", "0.10")).toBe("0.20");
    expect(subtract("5.00", "20.00")).toBe("-15.00");
    expect(times("0.07", 3)).toBe("0.21");
    expect(add("90071992547409931.07", "0.01")).toBe("90071992547409931.08");
  });

  it("lines up different numbers of decimals", () => {
    expect(add("20.00", "5")).toBe("25.00");
    expect(widen("5", 3)).toBe("5.000");
    expect(isLess("9.5", "10.00")).toBe(true);
    expect(isLess("10.00", "10")).toBe(false);
  });
});

describe("negated", () => {
  it.each([
    ["5.80", "-5.80"],
    ["-0.11", "0.11"],
    ["0.00", "0.00"],
    ["1500", "-1500"],
  ])("makes %s %s", (amount, other) => {
    expect(negated(amount)).toBe(other);
  });
});
