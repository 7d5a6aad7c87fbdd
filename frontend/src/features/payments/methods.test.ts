// A card is good until the end of its month.
import { expect, it } from "vitest";
import { isExpired, isExpiring } from "./methods";

const card = { expiresMonth: 2, expiresYear: 2027 };

it("is good on the last day of its month, and not on the next", () => {
  expect(isExpired(card, new Date(2027, 1, 28, 23, 59))).toBe(false);
  expect(isExpired(card, new Date(2027, 2, 1))).toBe(true);
});

it("never expires when no date is known", () => {
  expect(isExpired({ expiresMonth: null, expiresYear: null }, new Date(2099, 0, 1))).toBe(false);
});

it("expires soon in its last two months, and no longer once it has", () => {
  expect(isExpiring(card, new Date(2026, 11, 31))).toBe(false);
  expect(isExpiring(card, new Date(2027, 0, 1))).toBe(true);
  expect(isExpiring(card, new Date(2027, 1, 28))).toBe(true);
  expect(isExpiring(card, new Date(2027, 2, 1))).toBe(false);
});
