// Two payments of one amount that wait for money are told apart by what their payer was told to quote.
import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { show, usd } from "~/testing/harness";
import type { Payer, PayerPayment } from "./operations";
import { RegisterForm } from "./RegisterForm";

function waiting(id: string, action: PayerPayment["action"], captured = "0.00"): PayerPayment {
  return {
    id,
    kind: "BANK_TRANSFER",
    status: "PENDING",
    createdAt: "2026-03-01T12:00:00Z",
    amount: usd("40.00"),
    captured: usd(captured),
    invoice: null,
    receipts: [],
    action,
  };
}

it("names each payment that waits with the reference that its payer quotes", () => {
  const payer: Payer = {
    __typename: "Customer",
    id: "cus_1",
    name: "Ana Torres",
    email: "ana@example.com",
    currency: "USD",
    invoices: { nodes: [] },
    payments: {
      nodes: [
        waiting("pay_1", { __typename: "InstructionsAction", reference: "SX44H97B2E" }),
        waiting("pay_2", { __typename: "InstructionsAction", reference: "7QK2M0ZT1A" }, "35.00"),
        waiting("pay_3", null),
      ],
    },
  };
  show(<RegisterForm payer={payer} onRegistered={() => {}} />);
  const options = [...screen.getByLabelText<HTMLSelectElement>("It is for").options];
  expect(options.map(({ text }) => text.replace(/ that they began.*?(?=$| \()/, ""))).toEqual([
    "Invoices, or their balance",
    "The payment of 40.00 USD (reference SX44H97B2E)",
    "The 5.00 USD still missing from the payment of 40.00 USD (reference 7QK2M0ZT1A)",
    "The payment of 40.00 USD",
  ]);
});
