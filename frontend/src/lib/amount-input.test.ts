// Amounts as people type them: exact, never rounded, in the reader's own way of writing numbers.
import { describe, expect, it } from "vitest";
import { readAmount } from "./amount-input";

const read = (text: string, decimals = 2, tag = "en-US") => readAmount(text, decimals, tag);

describe("readAmount", () => {
  it.each([
    ["50", "50.00"],
    ["50.", "50.00"],
    ["50.5", "50.50"],
    [".5", "0.50"],
    [" 12.34 ", "12.34"],
    ["007", "7.00"],
    ["1,234.50", "1234.50"],
    ["1,234,567", "1234567.00"],
    ["12,5", "12.50"],
  ])("reads %j as %s", (text, amount) => {
    expect(read(text)).toEqual({ amount, problem: null });
  });

  it.each([
    [0, "1500", "1500"],
    [0, "1,500", "1500"],
    [2, "10.05", "10.05"],
    [3, "1.005", "1.005"],
    [3, "2.5", "2.500"],
  ])("with %i decimals reads %s as %s", (decimals, text, amount) => {
    expect(read(text, decimals)).toEqual({ amount, problem: null });
  });

  it.each([
    [0, "10.5", 1],
    [0, "10.00", 2],
    [2, "10.505", 3],
    [2, "10.500", 3],
    [3, "1.2345", 4],
  ])("with %i decimals refuses %s, and never rounds", (decimals, text, has) => {
    expect(read(text, decimals)).toEqual({ amount: null, problem: { type: "decimals", has } });
  });

  it.each([
    ["", "empty"],
    ["   ", "empty"],
    [".", "unreadable"],
    ["abc", "unreadable"],
    ["-5", "unreadable"],
    ["+5", "unreadable"],
    ["1e3", "unreadable"],
    ["5 USD", "unreadable"],
    ["1.2.3", "unreadable"],
    ["1,23,456", "unreadable"],
    ["٥", "unreadable"],
    ["0", "zero"],
    ["0.00", "zero"],
    ["10000000000000.01", "tooLarge"],
  ])("refuses %j as %s", (text, type) => {
    expect(read(text).problem).toEqual({ type });
  });

  it("takes the largest amount, and zero where zero is fine", () => {
    expect(read("10000000000000").amount).toBe("10000000000000.00");
    expect(readAmount("0", 2, "en-US", { zero: true }).amount).toBe("0.00");
  });

  it("reads marks as the reader's region writes them", () => {
    expect(read("1.234,50", 2, "es-ES").amount).toBe("1234.50");
    expect(read("1.234", 2, "es-ES").amount).toBe("1234.00");
    expect(read("10.50", 2, "es-ES").amount).toBe("10.50");
    expect(read("1,234.50", 2, "es-MX").amount).toBe("1234.50");
    expect(read("1 234,5", 2, "fr-FR").amount).toBe("1234.50");
  });
});
