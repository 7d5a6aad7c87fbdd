// The ways to pay that the shop offers and this page can serve: one for each account and kind, the accounts in the
// merchant's order.
import { isLess, type Money } from "~/lib/money";
import type { PaymentOption } from "./operations";

/** Where the payer enters something: in the gateway's fields on this page, or nowhere here. */
export type Entry = "fields" | "elsewhere";

const SPOKEN: readonly string[] = ["FRAME", "STRIPE", "OPENPAY"];

/** Null for what this page cannot serve: only a token would do, and nobody here can make it. */
export function entryOf({ takesToken, elsewhere, fields }: PaymentOption): Entry | null {
  if (takesToken && fields.url !== null && SPOKEN.includes(fields.protocol)) return "fields";
  return elsewhere ? "elsewhere" : null;
}

export interface Way {
  /** Of this option among the others. */
  key: string;
  option: PaymentOption;
  entry: Entry;
  /** Another way is of the same kind: its name alone would not tell them apart. */
  twin: boolean;
}

// Of one account: what is quickest first.
const KINDS: readonly PaymentOption["kind"][] = ["CARD", "WALLET", "STORE", "BANK_TRANSFER", "CASH"];

export function waysOf(options: readonly PaymentOption[]): Way[] {
  const accounts = [...new Set(options.map(({ accountId }) => accountId))];
  const served = options
    .flatMap((option) => {
      const entry = entryOf(option);
      return entry ? [{ key: `${option.accountId}:${option.kind}`, option, entry }] : [];
    })
    .sort(
      ({ option: a }, { option: b }) =>
        accounts.indexOf(a.accountId) - accounts.indexOf(b.accountId) ||
        KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind),
    );
  return served.map((way) => ({
    ...way,
    twin: served.some(({ key, option }) => key !== way.key && option.kind === way.option.kind),
  }));
}

/** The limits that an amount breaks; null when it can be paid this way. */
export function limitBroken({ limits }: PaymentOption, due: Money | undefined) {
  if (!due) return null;
  const broken = limits.find(
    ({ minimum, maximum }) =>
      (minimum?.currency === due.currency && isLess(due.amount, minimum.amount)) ||
      (maximum?.currency === due.currency && isLess(maximum.amount, due.amount)),
  );
  return broken ?? null;
}
