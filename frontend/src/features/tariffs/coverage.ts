// How long a balance pays for a plan that is billed from it: an estimate for somebody who has not subscribed yet. What
// holds afterwards is the server's `fundedUntil`.
import type { Plan } from "~/features/catalog/operations";
import { decimalsOf, toMinor, widen } from "~/lib/money";

const SECONDS = { HOUR: 3_600, DAY: 86_400, WEEK: 604_800 } as const;

/** Longer than anybody plans for. */
const FAR_YEARS = 100;

/** Whole months on, from the 31st to the last day of shorter months. */
function monthsOn(from: Date, months: number): Date {
  const to = new Date(from);
  to.setDate(1);
  to.setMonth(to.getMonth() + months);
  const last = new Date(to.getFullYear(), to.getMonth() + 1, 0).getDate();
  to.setDate(Math.min(from.getDate(), last));
  return to;
}

/** When the money would end; null when it never does, or so late that nobody needs to know. */
export function coveredUntil(
  available: string,
  price: string,
  interval: NonNullable<Plan["interval"]>,
  from: Date,
): Date | null {
  const decimals = Math.max(decimalsOf(available), decimalsOf(price));
  const cost = toMinor(widen(price, decimals));
  const money = toMinor(widen(available, decimals));
  if (cost <= 0n) return null;
  const far = monthsOn(from, FAR_YEARS * 12);
  const { unit, count } = interval;
  if (unit === "MONTH" || unit === "YEAR") {
    const months = count * (unit === "YEAR" ? 12 : 1);
    const whole = money / cost;
    if (whole * BigInt(months) >= BigInt(FAR_YEARS * 12)) return null;
    const start = monthsOn(from, Number(whole) * months);
    const end = monthsOn(from, (Number(whole) + 1) * months);
    const length = BigInt(end.getTime() - start.getTime());
    return new Date(start.getTime() + Number((length * (money % cost)) / cost));
  }
  const length = BigInt(SECONDS[unit] * count * 1_000);
  const end = from.getTime() + Number((money * length) / cost);
  return end >= far.getTime() ? null : new Date(end);
}
