// Topping up: what is refused before it is sent, what the server refuses, and one key for one order.
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { balance, methods, show, usd, visa } from "~/testing/harness";
import type { Balance } from "./operations";
import { TopUpForm } from "./TopUpForm";

const paid = {
  balanceTopUp: {
    __typename: "BalanceTopUpSuccess",
    payment: { __typename: "Payment", id: "pay_1", status: "SUCCEEDED", action: null },
  },
};
const invalid = (path: string[], message: string) => ({
  balanceTopUp: {
    __typename: "InvalidInputError",
    code: "INVALID_INPUT",
    message: "The input is not valid.",
    fields: [{ __typename: "FieldError", path, code: "WRONG", message }],
  },
});

async function open(answer: (variables: Record<string, unknown>) => object | Promise<object> = () => paid) {
  const onPayment = vi.fn();
  const view = show(
    <TopUpForm balance={balance() as Balance} next="/subscribe/plan_1" onPayment={onPayment} />,
    { ...methods([visa()]), BalanceTopUp: answer },
  );
  await screen.findByText("Visa ending in 4242");
  const field = screen.getByLabelText("How much");
  const orders = () => view.sent("BalanceTopUp").map(({ input }) => input as { idempotencyKey: string });
  const press = (name: RegExp) => userEvent.click(screen.getByRole("button", { name }));
  return { ...view, onPayment, field, orders, press };
}

it("sends the exact amount, the saved card and where to go on, once", async () => {
  const { field, press, orders, onPayment } = await open();
  await userEvent.type(field, "1,050.5");
  expect(screen.getByText("Balance afterwards").nextSibling?.textContent).toBe("1,070.50 USD");
  await press(/^Top up 1,050.50 USD$/);
  await waitFor(() => expect(onPayment).toHaveBeenCalledWith("pay_1"));
  expect(orders()).toEqual([
    {
      amount: { amount: "1050.50", currency: "USD" },
      payWith: {
        gateway: "sandbox",
        kind: "CARD",
        methodId: "pm_1",
        returnUrl: `${location.origin}/payments/{PAYMENT_ID}?back=1&next=%2Fsubscribe%2Fplan_1`,
      },
      idempotencyKey: expect.stringMatching(/^[0-9a-f]{32}$/),
    },
  ]);
});

it("tells of too many decimals while they are typed, and sends nothing", async () => {
  const { field, press, orders } = await open();
  await userEvent.type(field, "10.505");
  expect(screen.getByText("USD has 2 decimals; the amount has 3.")).toBeTruthy();
  expect(field.getAttribute("aria-invalid")).toBe("true");
  await press(/^Top up$/);
  expect(document.activeElement).toBe(field);
  expect(orders()).toEqual([]);
});

it.each([
  ["", "Write an amount."],
  ["0", "The amount must be more than zero."],
  ["ten", "Write the amount as plain digits, such as 10.50."],
])("does not send %j", async (text, words) => {
  const { field, press, orders } = await open();
  if (text) await userEvent.type(field, text);
  await press(/^Top up$/);
  expect(screen.getByText(words)).toBeTruthy();
  expect(orders()).toEqual([]);
});

it("shows the server's refusal beside the field until the amount changes, and takes a new key", async () => {
  let refuse = true;
  const { field, press, orders, onPayment } = await open(() =>
    refuse ? invalid(["amount"], "At most 10,000.00 USD at once.") : paid,
  );
  await userEvent.type(field, "20000");
  await press(/^Top up 20,000.00/);
  expect(await screen.findByText("At most 10,000.00 USD at once.")).toBeTruthy();
  expect(field.getAttribute("aria-invalid")).toBe("true");
  expect(onPayment).not.toHaveBeenCalled();

  refuse = false;
  await userEvent.clear(field);
  await userEvent.type(field, "50");
  expect(screen.queryByText("At most 10,000.00 USD at once.")).toBeNull();
  await press(/^Top up 50.00/);
  await waitFor(() => expect(onPayment).toHaveBeenCalledOnce());
  const [first, second] = orders();
  expect(second?.idempotencyKey).not.toBe(first?.idempotencyKey);
});

it("says at the button what is wrong elsewhere", async () => {
  const { press } = await open(() =>
    invalid(["payWith", "methodId"], "This method cannot be charged any more."),
  );
  await press(/^25$/);
  await press(/^Top up 25.00/);
  expect((await screen.findByRole("alert")).textContent).toBe("This method cannot be charged any more.");
});

it("leads to the payment that was declined", async () => {
  const { press, onPayment } = await open(() => ({
    balanceTopUp: {
      __typename: "PaymentDeclinedError",
      code: "PAYMENT_DECLINED",
      message: "Declined.",
      payment: { __typename: "Payment", id: "pay_2", status: "FAILED" },
    },
  }));
  await press(/^10$/);
  await press(/^Top up 10.00/);
  await waitFor(() => expect(onPayment).toHaveBeenCalledWith("pay_2"));
});

it("repeats the identical order when no answer came", async () => {
  let broken = true;
  const { press, orders, onPayment } = await open(() =>
    broken ? Promise.reject(new Error("offline")) : paid,
  );
  await press(/^100$/);
  await press(/^Top up 100.00/);
  expect(await screen.findByText("We could not hear back")).toBeTruthy();
  expect(screen.getByLabelText("How much")).toHaveProperty("disabled", true);
  broken = false;
  await press(/Try again/);
  await waitFor(() => expect(onPayment).toHaveBeenCalledWith("pay_1"));
  const [first, second] = orders();
  expect(second).toEqual(first);
});

it("offers what another page asked for", async () => {
  show(
    <TopUpForm balance={balance({ available: usd("3.00") }) as Balance} wanted="12.30" onPayment={vi.fn()} />,
    methods([visa()]),
  );
  await screen.findByText("Visa ending in 4242");
  expect(screen.getByLabelText("How much")).toHaveProperty("value", "12.30");
  expect(screen.getByRole("button", { name: "Top up 12.30 USD" })).toBeTruthy();
});
