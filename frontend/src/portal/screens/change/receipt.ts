// What a quoted change means, read off its figures.
import { isOn } from "~/features/catalog/FeatureName";
import type { Feature, Plan } from "~/features/catalog/operations";
import type { Quote } from "~/features/subscriptions/quote";
import { isZero } from "~/lib/money";

type Timed = Pick<Quote, "effectiveAt" | "nextChargeAt" | "lines">;

/** It waits for the end of what is paid for: the next charge is the first at the new price. */
export function startsLater(
  { effectiveAt, nextChargeAt, lines }: Timed,
  { billing }: Pick<Plan, "billing">,
): boolean {
  return billing === "IN_ADVANCE" && lines.length === 0 && effectiveAt === nextChargeAt;
}

/** The lines of what is credited and charged. What goes to the balance balances them, and is told below them. */
export function receiptLines({ lines, credited }: Pick<Quote, "lines" | "credited">): Quote["lines"] {
  const last = lines.at(-1);
  const balances =
    last && !isZero(credited.amount) && last.period === null && last.amount.amount === credited.amount;
  return balances ? lines.slice(0, -1) : lines;
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
