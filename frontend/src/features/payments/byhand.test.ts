// What a payment that waits is called depends on whom it waits for.
import { expect, it } from "vitest";
import { lookOf } from "./byhand";

it.each([
  ["STORE", "PENDING", "awaitingPayment"],
  ["BANK_TRANSFER", "PENDING", "awaitingPayment"],
  ["CASH", "PENDING", "awaitingPayment"],
  ["STORE", "SUCCEEDED", "paid"],
  ["STORE", "EXPIRED", "expired"],
  ["CARD", "PENDING", "processing"],
  ["CARD", "REQUIRES_ACTION", "needsVerification"],
  ["WALLET", "REQUIRES_ACTION", "needsConfirmation"],
  ["WALLET", "PENDING", "processing"],
] as const)("by %s a %s payment is %s", (kind, status, word) => {
  expect(lookOf({ kind, status }).word).toBe(word);
});
