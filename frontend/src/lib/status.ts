// Every status as word + shape + colour, in one place. The word is a message key under "status".
export type Tone = "neutral" | "accent" | "success" | "warning" | "danger";
export type Shape = "quarter" | "half" | "disc" | "diamond" | "cross" | "ring" | "hourglass" | "bars";

interface Look<Word extends string> {
  word: Word;
  shape: Shape;
  tone: Tone;
}

const look = <const Word extends string>(word: Word, shape: Shape, tone: Tone): Look<Word> => ({
  word,
  shape,
  tone,
});

export const paymentStatus = {
  REQUIRES_METHOD: look("needsMethod", "quarter", "neutral"),
  REQUIRES_ACTION: look("needsVerification", "diamond", "warning"),
  PENDING: look("processing", "half", "accent"),
  AUTHORIZED: look("processing", "half", "accent"),
  SUCCEEDED: look("paid", "disc", "success"),
  FAILED: look("declined", "cross", "danger"),
  CANCELED: look("canceled", "ring", "neutral"),
  EXPIRED: look("expired", "hourglass", "neutral"),
} as const;

/** A payment that waits for the payer elsewhere: at a counter or their bank, or on a wallet's page. */
export const awaitedStatus = {
  BY_HAND: look("awaitingPayment", "quarter", "accent"),
  WALLET: look("needsConfirmation", "diamond", "warning"),
} as const;

export const subscriptionStatus = {
  INCOMPLETE: look("awaitingPayment", "quarter", "warning"),
  INCOMPLETE_EXPIRED: look("neverStarted", "hourglass", "neutral"),
  TRIALING: look("trial", "half", "accent"),
  ACTIVE: look("active", "disc", "success"),
  PAST_DUE: look("pastDue", "diamond", "warning"),
  PAUSED: look("paused", "bars", "neutral"),
  SUSPENDED: look("suspended", "cross", "danger"),
  CANCELED: look("canceled", "ring", "neutral"),
  EXPIRED: look("expired", "hourglass", "neutral"),
} as const;

export const invoiceStatus = {
  DRAFT: look("draft", "quarter", "neutral"),
  OPEN: look("open", "half", "accent"),
  PAID: look("paid", "disc", "success"),
  VOID: look("void", "ring", "neutral"),
  UNCOLLECTIBLE: look("uncollectible", "cross", "danger"),
} as const;

/** Whether something that runs by itself is on. */
export const switchStatus = {
  ON: look("on", "disc", "success"),
  OFF: look("off", "ring", "neutral"),
  PAUSED: look("paused", "bars", "warning"),
} as const;

export type PaymentStatus = keyof typeof paymentStatus;
export type SubscriptionStatus = keyof typeof subscriptionStatus;
export type InvoiceStatus = keyof typeof invoiceStatus;

export type StatusLook =
  | (typeof paymentStatus)[PaymentStatus]
  | (typeof awaitedStatus)[keyof typeof awaitedStatus]
  | (typeof subscriptionStatus)[SubscriptionStatus]
  | (typeof invoiceStatus)[InvoiceStatus]
  | (typeof switchStatus)[keyof typeof switchStatus];

/** A payment that may still change without the customer paying again. */
export function isUnderway(status: PaymentStatus): boolean {
  return status === "PENDING" || status === "AUTHORIZED" || status === "REQUIRES_ACTION";
}

/** A subscription that takes up its product: no second one can start beside it. */
export const LIVE_SUBSCRIPTION: SubscriptionStatus[] = [
  "INCOMPLETE",
  "TRIALING",
  "ACTIVE",
  "PAST_DUE",
  "PAUSED",
  "SUSPENDED",
];
