// What came is divided exactly, and what is left is told.
import { describe, expect, it } from "vitest";
import { oldestFirst, restOf } from "./allocate";

const invoice = (id: string, due: string, dueAt: string | null) => ({
  id,
  dueAt,
  amountDue: { amount: due, currency: "USD" },
});
const INVOICES = [
  invoice("late", "10.00", "2026-03-01T00:00:00Z"),
  invoice("never", "5.00", null),
  invoice("first", "0.10", "2026-01-01T00:00:00Z"),
  invoice("settled", "0.00", "2025-01-01T00:00:00Z"),
];

describe("a sum that came in", () => {
  it.each([
    ["0.05", { first: "0.05" }, "0.00"],
    ["3.00", { first: "0.10", late: "2.90" }, "0.00"],
    ["15.10", { first: "0.10", late: "10.00", never: "5.00" }, "0.00"],
    ["20.00", { first: "0.10", late: "10.00", never: "5.00" }, "4.90"],
  ])("of %s pays what is due first, and leaves the rest", (amount, parts, rest) => {
    expect(oldestFirst(INVOICES, amount)).toEqual(parts);
    expect(restOf(amount, parts)).toBe(rest);
  });

  it("is less than what was allocated by hand", () => {
    expect(restOf("1.00", { first: "0.10", late: "1.00" })).toBe("-0.10");
  });
});
