// What is known of a saved method besides its name.
import type { PaymentMethod } from "./operations";

type Dated = Pick<PaymentMethod, "expiresMonth" | "expiresYear">;

/** A card can be used until the end of its month. */
export function isExpired({ expiresMonth, expiresYear }: Dated, now: Date): boolean {
  if (expiresMonth === null || expiresYear === null) return false;
  return now >= new Date(expiresYear, expiresMonth, 1);
}

/** Works now, and no longer in two months: time to enter the next card before a renewal finds out. */
export function isExpiring(method: Dated, now: Date): boolean {
  return !isExpired(method, now) && isExpired(method, new Date(now.getFullYear(), now.getMonth() + 2, 1));
}
