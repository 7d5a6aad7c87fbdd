// Paying an invoice from the balance: all of it, or a part.
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { methods, option, show, usd, visa } from "~/testing/harness";
import { PayInvoice } from "./PayInvoice";

const paid = {
  invoicePay: {
    __typename: "InvoicePaySuccess",
    payment: { __typename: "Payment", id: "pay_1", status: "SUCCEEDED", action: null },
  },
};

async function open(available: string, answer: () => object = () => paid) {
  const onPayment = vi.fn();
  const view = show(<PayInvoice invoiceId="inv_1" amount={usd("29.00")} onPayment={onPayment} />, {
    ...methods([visa()], available),
    InvoicePay: answer,
  });
  await screen.findByText("Visa ending in 4242");
  const press = (name: string) => userEvent.click(screen.getByRole("button", { name }));
  const choose = (name: RegExp) => userEvent.click(screen.getByRole("radio", { name }));
  return {
    ...view,
    onPayment,
    press,
    choose,
    orders: () => view.sent("InvoicePay").map(({ input }) => input),
  };
}

const fromBalance = { gateway: "balance", kind: "BALANCE" };
const part = () => screen.getByLabelText("Amount from your balance");

it("pays all of it from a balance that is enough", async () => {
  const { press, orders, onPayment } = await open("50.00");
  expect(part()).toHaveProperty("value", "29.00");
  await press("Pay 29.00 USD");
  await waitFor(() => expect(onPayment).toHaveBeenCalledWith("pay_1"));
  expect(orders()).toEqual([{ id: "inv_1", payWith: fromBalance, idempotencyKey: expect.any(String) }]);
});

it("offers what the balance has when that is less, and pays that part", async () => {
  const { press, choose, orders } = await open("12.50");
  expect(screen.queryByLabelText("Amount from your balance")).toBeNull();
  await choose(/Your balance/);
  expect(part()).toHaveProperty("value", "12.50");
  await press("Pay 12.50 USD");
  await waitFor(() => expect(orders()).toHaveLength(1));
  expect(orders()[0]).toMatchObject({
    payWith: fromBalance,
    amount: { amount: "12.50", currency: "USD" },
  });
});

it("pays any smaller part, and no more than is due", async () => {
  const { press, orders } = await open("50.00");
  await userEvent.clear(part());
  await userEvent.type(part(), "30");
  expect(screen.getByText("This is more than is due.")).toBeTruthy();
  await press("Pay 30.00 USD");
  expect(orders()).toEqual([]);
  await userEvent.clear(part());
  await userEvent.type(part(), "9.999");
  expect(screen.getByText("USD has 2 decimals; the amount has 3.")).toBeTruthy();
  await userEvent.clear(part());
  await userEvent.type(part(), "9.99");
  await press("Pay 9.99 USD");
  await waitFor(() => expect(orders()).toHaveLength(1));
  expect(orders()[0]).toMatchObject({ amount: { amount: "9.99", currency: "USD" } });
});

it("charges a card for all that is due", async () => {
  const { press, orders } = await open("12.50");
  await press("Pay 29.00 USD");
  await waitFor(() => expect(orders()).toHaveLength(1));
  expect(orders()[0]).toMatchObject({ payWith: { methodId: "pm_1" } });
  expect(orders()[0]).not.toHaveProperty("amount");
});

it("says when the balance is no longer enough", async () => {
  const { press } = await open("50.00", () => ({
    invoicePay: {
      __typename: "InsufficientBalanceError",
      code: "INSUFFICIENT_BALANCE",
      message: "Not enough.",
      needed: usd("29.00"),
      available: usd("3.00"),
    },
  }));
  await press("Pay 29.00 USD");
  expect((await screen.findByRole("alert")).textContent).toContain("Your balance is not enough");
});

it("says that what is saved, or was, renews the subscription that waits for it, and only then", async () => {
  const paypal = option({
    gateway: "paypal",
    kind: "WALLET",
    label: "PayPal",
    takesToken: false,
    elsewhere: true,
  });
  const agree = /^By paying you agree to be charged again each period/;
  const form = (begins: boolean) => (
    <PayInvoice invoiceId="inv_1" amount={usd("29.00")} begins={begins} onPayment={vi.fn()} />
  );
  const view = show(form(true), methods([visa()], "50.00", [paypal]));
  await screen.findByText("Visa ending in 4242");
  expect(screen.queryByText(agree)).toBeNull();
  await userEvent.click(screen.getByRole("radio", { name: /^Visa/ }));
  expect(screen.getByText(agree)).toBeTruthy();
  await userEvent.click(screen.getByRole("radio", { name: /^PayPal/ }));
  expect(screen.queryByText(agree)).toBeNull();
  await userEvent.click(screen.getByRole("checkbox", { name: "Save it for next time" }));
  expect(screen.getByText(agree)).toBeTruthy();
  view.rerenderWith(form(false));
  expect(screen.queryByText(agree)).toBeNull();
});
