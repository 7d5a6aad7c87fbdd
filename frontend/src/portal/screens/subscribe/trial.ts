// Whether an order begins with a trial: the plan has one, and this customer still gets it. A quote for a trial has nothing
// to pay for, so it has no lines.
import type { Plan } from "~/features/catalog/operations";
import type { Quote } from "~/features/subscriptions/quote";

export function isTrial({ lines }: Pick<Quote, "lines">, { trialDays }: Pick<Plan, "trialDays">): boolean {
  return trialDays > 0 && lines.length === 0;
}
