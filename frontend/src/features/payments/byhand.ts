// Money that the payer brings themself, at a store's counter or from their bank: until it comes, it is the payer's turn.
import { awaitedStatus, type PaymentStatus, paymentStatus } from "~/lib/status";
import type { Payment } from "./operations";

const BY_HAND = ["STORE", "BANK_TRANSFER", "CASH"] as const;

export type ByHand = (typeof BY_HAND)[number];

export function isByHand(kind: Payment["kind"]): kind is ByHand {
  return (BY_HAND as readonly string[]).includes(kind);
}

/** How a payment looks: what nobody has paid yet is not being processed, and what a wallet asks is no bank's check. */
export function lookOf({ status, kind }: { status: PaymentStatus; kind: Payment["kind"] }) {
  if (isByHand(kind) && (status === "PENDING" || status === "REQUIRES_ACTION")) return awaitedStatus.BY_HAND;
  if (kind === "WALLET" && status === "REQUIRES_ACTION") return awaitedStatus.WALLET;
  return paymentStatus[status];
}
