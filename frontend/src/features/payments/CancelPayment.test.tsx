// Giving a payment up: what the payer is told of money that they pay for it after all, before and after.
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createRef } from "react";
import { expect, it, vi } from "vitest";
import { show, usd } from "~/testing/harness";
import { CancelPayment } from "./CancelPayment";
import type { Payment } from "./operations";
import { PaymentHero } from "./PaymentHero";

const STORE =
  "If you pay the old voucher after all, the money is not lost: it pays what is still due, or becomes your balance.";
const TRANSFER =
  "If you make the old transfer after all, the money is not lost: it pays what is still due, or becomes your balance.";
const CARD =
  "If the old payment goes through after all, the money is not lost: it pays what is still due, or becomes your balance.";

it.each([
  ["STORE", STORE],
  ["BANK_TRANSFER", TRANSFER],
] as const)("says before a %s payment is given up what becomes of its money", (kind, words) => {
  show(<CancelPayment id="pay_1" kind={kind} anyWay onMoved={() => {}} />);
  expect(screen.getByText(words)).toBeTruthy();
});

it("says nothing of the kind where a bank's page is given up", () => {
  show(<CancelPayment id="pay_1" kind="CARD" onMoved={() => {}} />);
  expect(screen.queryByText(/after all/)).toBeNull();
});

it("shows what the server says of a payment that is not the payer's turn any more", async () => {
  const onMoved = vi.fn();
  const message =
    "Openpay cannot cancel this payment, and it is not the payer's turn any more: wait for its result.";
  show(<CancelPayment id="pay_1" kind="STORE" anyWay onMoved={onMoved} />, {
    PaymentCancel: () => ({
      paymentCancel: { __typename: "NotSupportedError", code: "NOT_SUPPORTED", message },
    }),
  });
  await userEvent.click(screen.getByRole("button", { name: "Cancel and pay another way" }));
  expect((await screen.findByText(message)).getAttribute("role")).toBe("alert");
  expect(onMoved).toHaveBeenCalledTimes(1);
});

it.each([
  ["STORE", true, `This payment was set aside, and nothing was charged. ${STORE}`],
  ["BANK_TRANSFER", true, `This payment was set aside, and nothing was charged. ${TRANSFER}`],
  ["CARD", true, `This payment was set aside, and nothing was charged. ${CARD}`],
  ["STORE", false, "This payment was canceled. Nothing was charged."],
])("says of a canceled %s payment whether it was set aside: %s", (kind, setAside, words) => {
  const payment = {
    status: "CANCELED",
    kind,
    setAside,
    amount: usd("190.00"),
    captured: usd("0.00"),
    decline: null,
  } as unknown as Payment;
  show(<PaymentHero payment={payment} ref={createRef()} />);
  expect(screen.getByText(words)).toBeTruthy();
});
