// What one interval of a subscription costs: its plan and the add-ons that are charged with every period.
import { add, type Money, times } from "~/lib/money";

interface Held {
  quantity: number;
  plan: { price: Money | null };
  addons: { quantity: number; addon: { charge: "RECURRING" | "ONE_TIME"; price: Money | null } }[];
}

/** Null when the plan is not sold in the customer's currency any more. */
export function rateOf({ quantity, plan: { price }, addons }: Held): Money | null {
  if (!price) return null;
  const amount = addons
    .filter(({ addon }) => addon.charge === "RECURRING")
    .reduce(
      (sum, { quantity: count, addon }) => (addon.price ? add(sum, times(addon.price.amount, count)) : sum),
      times(price.amount, quantity),
    );
  return { amount, currency: price.currency };
}
