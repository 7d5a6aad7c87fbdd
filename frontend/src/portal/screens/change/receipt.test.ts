// What a quoted change means.
import { expect, it } from "vitest";
import { featureMoves, receiptLines, receiptSubtotal, startsLater } from "./receipt";

const usd = (amount: string) => ({ amount, currency: "USD" });
const line = (amount: string, period: { start: string; end: string } | null) => ({
  description: "A line",
  amount: usd(amount),
  discount: usd("0.00"),
  period,
  derivation: null,
});
const none = usd("0.00");
const rest = { start: "2026-06-16T00:00:00Z", end: "2026-07-01T00:00:00Z" };
const [now, end] = [rest.start, rest.end];

it("waits when its first charge is the next one", () => {
  const inAdvance = { billing: "IN_ADVANCE" } as const;
  expect(startsLater({ effectiveAt: end, nextChargeAt: end, lines: [] }, inAdvance)).toBe(true);
  expect(startsLater({ effectiveAt: now, nextChargeAt: end, lines: [line("5.00", rest)] }, inAdvance)).toBe(
    false,
  );
  // In a trial nothing is due either, but the plan changes at once.
  expect(startsLater({ effectiveAt: now, nextChargeAt: end, lines: [] }, inAdvance)).toBe(false);
  expect(startsLater({ effectiveAt: end, nextChargeAt: end, lines: [] }, { billing: "FROM_BALANCE" })).toBe(
    false,
  );
});

it("takes what is refunded and what goes to the balance out of the lines", () => {
  const credit = [line("-10.00", rest), line("5.00", rest)];
  expect(
    receiptLines({ lines: [...credit, line("5.00", null)], credited: usd("5.00"), refunded: none }),
  ).toEqual(credit);
  expect(receiptLines({ lines: credit, credited: usd("0.00"), refunded: none })).toEqual(credit);
  const refund = [...credit, line("3.00", null)];
  expect(receiptLines({ lines: refund, credited: none, refunded: usd("3.00") })).toEqual(credit);
  const both = { credited: usd("2.00"), refunded: usd("3.00") };
  expect(receiptLines({ lines: [...refund, line("2.00", null)], ...both })).toEqual(credit);
  expect(receiptSubtotal({ subtotal: usd("0.00"), ...both })).toEqual(usd("-5.00"));
  const onceOnly = [line("49.00", null)];
  expect(receiptLines({ lines: onceOnly, credited: usd("0.00"), refunded: none })).toEqual(onceOnly);
});

it("sums those lines, without what goes to the balance", () => {
  expect(receiptSubtotal({ subtotal: usd("0.80"), credited: usd("5.80"), refunded: none })).toEqual(
    usd("-5.00"),
  );
  expect(receiptSubtotal({ subtotal: usd("9.50"), credited: usd("0.00"), refunded: none })).toEqual(
    usd("9.50"),
  );
});

it("tells what is on with another value from what is gained and what is lost", () => {
  const feature = (code: string, value: unknown) => ({ code, name: code, value });
  const moves = featureMoves({
    featuresGained: [feature("sites", 10), feature("staging", null)],
    featuresLost: [feature("sites", 1), feature("export", null), feature("hidden", false)],
  });
  expect(moves).toEqual({
    gained: [feature("staging", null)],
    altered: [{ before: feature("sites", 1), after: feature("sites", 10) }],
    lost: [feature("export", null)],
  });
});
