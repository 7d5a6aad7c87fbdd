// What a quoted change means, read off its figures.
import { isOn } from "~/features/catalog/FeatureName";
import type { Feature, Plan } from "~/features/catalog/operations";
import type { Quote } from "~/features/subscriptions/quote";
import { isZero, type Money, subtract } from "~/lib/money";

type Timed = Pick<Quote, "effectiveAt" | "nextChargeAt" | "lines">;

/** It waits for the end of what is paid for: the next charge is the first at the new price. */
export function startsLater(
  { effectiveAt, nextChargeAt, lines }: Timed,
  { billing }: Pick<Plan, "billing">,
): boolean {
  return billing === "IN_ADVANCE" && lines.length === 0 && effectiveAt === nextChargeAt;
}

type GivenBack = Pick<Quote, "credited" | "refunded">;

/** The lines of what is given back and charged. Refund and credit balance them, and are told below them. */
export function receiptLines({
  lines,
  refunded,
  credited,
}: Pick<Quote, "lines"> & GivenBack): Quote["lines"] {
  return [credited, refunded].reduce((left, { amount }) => {
    const last = left.at(-1);
    const balances = last && !isZero(amount) && last.period === null && last.amount.amount === amount;
    return balances ? left.slice(0, -1) : left;
  }, lines);
}

/** The sum of those lines. */
export function receiptSubtotal({
  subtotal,
  refunded,
  credited,
}: Pick<Quote, "subtotal"> & GivenBack): Money {
  return { ...subtotal, amount: subtract(subtract(subtotal.amount, credited.amount), refunded.amount) };
}

/** A feature that is lost with one value and gained with another is neither: it is altered. */
export function featureMoves({
  featuresGained,
  featuresLost,
}: Pick<Quote, "featuresGained" | "featuresLost">) {
  const [on, off] = [featuresGained.filter(isOn), featuresLost.filter(isOn)];
  const before = new Map<string, Feature>(off.map((feature) => [feature.code, feature]));
  const after = new Set(on.map(({ code }) => code));
  return {
    gained: on.filter(({ code }) => !before.has(code)),
    altered: on.flatMap((feature) => {
      const had = before.get(feature.code);
      return had ? [{ before: had, after: feature }] : [];
    }),
    lost: off.filter(({ code }) => !after.has(code)),
  };
}
