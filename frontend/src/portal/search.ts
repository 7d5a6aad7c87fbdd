// What an address may ask for. Everything in it was written by anybody: what will not do is said to be nothing.

import type { Reason } from "~/features/balance/operations";
import { isReason } from "~/features/balance/reasons";
import { isDay } from "~/lib/days";

type Asked = Record<string, unknown>;

/** Only a path of this site: an address from outside must not choose where a sign-in or a payment leads. What is left
 * out here would come back from the raw address, so a `next` that will not do is said to be none. */
export function nextPath({ next }: Asked): { next?: string | undefined } {
  const safe = typeof next === "string" && /^\/(?![/\\])/.test(next);
  return { next: safe ? next : undefined };
}

/** A payment's page: where to go on, and whether somebody comes back from a gateway's page. */
export function paymentOf(asked: Asked): { next?: string | undefined; back?: true | undefined } {
  return { ...nextPath(asked), back: asked.back === 1 || asked.back === true ? true : undefined };
}

export function currencyOf({ currency }: Asked): { currency?: string } {
  return typeof currency === "string" && /^[A-Z]{3}$/.test(currency) ? { currency } : {};
}

export function idOf(value: unknown): string | undefined {
  return typeof value === "string" && /^[a-z]+_\w+$/.test(value) ? value : undefined;
}

/** An amount as the server writes it. Search values come as JSON: "50" in the address is a number here. */
export function amountOf({ amount }: Asked): { amount?: string } {
  const text = typeof amount === "number" ? String(amount) : amount;
  return typeof text === "string" && /^\d{1,15}(\.\d{1,6})?$/.test(text) ? { amount: text } : {};
}

/** How many bags; one when the address says nothing that can be ordered. */
export function quantityOf({ quantity }: Asked): { quantity?: number } {
  const orderable = Number.isInteger(quantity) && Number(quantity) >= 1 && Number(quantity) <= 9_999;
  return orderable ? { quantity: Number(quantity) } : {};
}

const ACTS = ["cancel", "pause", "renewals", "add-code", "remove-discount"] as const;

export interface ActSearch {
  act?: (typeof ACTS)[number] | undefined;
  discount?: string | undefined;
}

/** The dialog that is open on a subscription's page, and which discount it is about. */
export function actIn({ act, discount }: Asked): ActSearch {
  return { act: ACTS.find((one) => one === act), discount: idOf(discount) };
}

export interface LogSearch {
  currency?: string;
  reason?: Reason | undefined;
  from?: string | undefined;
  until?: string | undefined;
}

export function logOf(asked: Asked): LogSearch {
  const { reason, from, until } = asked;
  return {
    ...currencyOf(asked),
    reason: isReason(reason) ? reason : undefined,
    from: isDay(from) ? from : undefined,
    until: isDay(until) ? until : undefined,
  };
}
