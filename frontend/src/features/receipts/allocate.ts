// Which invoices a sum pays: the one that is due first comes first, each gets at most what is due on it.
import { isLess, isPositive, subtract } from "~/lib/money";
import type { PayableInvoice } from "./operations";

type Due = Pick<PayableInvoice, "id" | "dueAt" | "amountDue">;

export function oldestFirst(invoices: Due[], amount: string): Record<string, string> {
  const inOrder = [...invoices].sort((one, other) => (one.dueAt ?? "9").localeCompare(other.dueAt ?? "9"));
  const parts: Record<string, string> = {};
  let left = amount;
  for (const { id, amountDue } of inOrder) {
    if (!isPositive(left)) break;
    const part = isLess(left, amountDue.amount) ? left : amountDue.amount;
    if (isPositive(part)) {
      parts[id] = part;
      left = subtract(left, part);
    }
  }
  return parts;
}

/** What is left for the balance; negative when more is allocated than came. */
export function restOf(amount: string, parts: Record<string, string>): string {
  return Object.values(parts).reduce(subtract, amount);
}
