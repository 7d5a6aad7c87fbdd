// Money that the payer brings themself, at a store's counter or from their bank: until it comes, it is the payer's turn.
import { isZero, subtract } from "~/lib/money";
import { awaitedStatus, type PaymentStatus, paymentStatus } from "~/lib/status";
import type { Payment } from "./operations";

const BY_HAND = ["STORE", "BANK_TRANSFER", "CASH"] as const;

export type ByHand = (typeof BY_HAND)[number];

export function isByHand(kind: Payment["kind"]): kind is ByHand {
  return (BY_HAND as readonly string[]).includes(kind);
}

/** Staff may register cash or a transfer in parts: some of it came, and the payment waits for the rest. */
export function isWaitingForRest({
  status,
  kind,
  captured,
}: Pick<Payment, "status" | "kind" | "captured">): boolean {
  return isByHand(kind) && (status === "PENDING" || status === "REQUIRES_ACTION") && !isZero(captured.amount);
}

/** What its payer has still to bring. */
export function stillDue({ amount, captured }: Pick<Payment, "amount" | "captured">): Payment["amount"] {
  return { ...amount, amount: subtract(amount.amount, captured.amount) };
}

/** What becomes of money that is paid for a canceled payment after all: which sentence of the catalog's says so. */
export function afterAll(kind: Payment["kind"]): "aside_STORE" | "aside_BANK_TRANSFER" | "aside" {
  return kind === "STORE" || kind === "BANK_TRANSFER" ? `aside_${kind}` : "aside";
}

/** How a payment looks: what nobody has paid yet is not being processed, and what a wallet asks is no bank's check. */
export function lookOf({ status, kind }: { status: PaymentStatus; kind: Payment["kind"] }) {
  if (isByHand(kind) && (status === "PENDING" || status === "REQUIRES_ACTION")) return awaitedStatus.BY_HAND;
  if (kind === "WALLET" && status === "REQUIRES_ACTION") return awaitedStatus.WALLET;
  return paymentStatus[status];
}
