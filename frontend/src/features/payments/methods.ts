// What is known of a saved method besides its name.
import type { PaymentMethod } from "./operations";

type Dated = Pick<PaymentMethod, "expiresMonth" | "expiresYear">;

/** A card can be used until the end of its month. */
export function isExpired({ expiresMonth, expiresYear }: Dated, now: Date): boolean {
  if (expiresMonth === null || expiresYear === null) return false;
  return now >= new Date(expiresYear, expiresMonth, 1);
}
