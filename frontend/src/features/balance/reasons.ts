// Why a balance moved: a word (a message key under "reason") and a drawing for each.
import type { Reason } from "./operations";

export const REASONS = {
  TOP_UP: "topUp",
  TARIFF: "tariff",
  INVOICE: "invoice",
  REFUND: "refund",
  CREDIT: "credit",
  ADJUSTMENT: "adjustment",
  OVERPAYMENT: "overpayment",
  RELEASE: "release",
} as const satisfies Record<Reason, string>;

export const ALL_REASONS = Object.keys(REASONS) as Reason[];

export function isReason(value: unknown): value is Reason {
  return typeof value === "string" && Object.hasOwn(REASONS, value);
}
