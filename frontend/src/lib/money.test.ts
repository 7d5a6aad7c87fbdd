// Amounts as text: exact digits, the region's grouping, a real minus sign.
import { describe, expect, it } from "vitest";
import { formatAmount, isZero } from "./money";

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
