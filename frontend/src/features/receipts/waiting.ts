// The payments that their payer began as cash or as a transfer, and whose money has not come yet.
import type { Payer, PayerPayment } from "./operations";

export type WaitingPayment = PayerPayment & { kind: "CASH" | "BANK_TRANSFER" };

export function waitingPayments({ payments }: Pick<Payer, "payments">): WaitingPayment[] {
  return payments.nodes.filter(
    (payment): payment is WaitingPayment =>
      (payment.kind === "CASH" || payment.kind === "BANK_TRANSFER") &&
      (payment.status === "REQUIRES_ACTION" || payment.status === "PENDING"),
  );
}

/** What the payer was told to quote: two payments of one amount are told apart by it. */
export function quotedReference({ action }: Pick<PayerPayment, "action">): string | null {
  return action && "reference" in action ? action.reference : null;
}
