// The rule of automatic top-up: what is sent, what is refused, and what the card then says.
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { balance, show, usd, visa } from "~/testing/harness";
import { AutoTopUpCard, switchOf } from "./AutoTopUpCard";
import { AutoTopUpForm } from "./AutoTopUpForm";
import type { Balance } from "./operations";

const rule = (changes: object = {}) => ({
  __typename: "AutoTopUp",
  enabled: true,
  threshold: usd("5.00"),
  amount: usd("20.00"),
  pausedReason: null,
  paymentMethod: visa(),
  inFlight: null,
  ...changes,
});
const saved = (input: unknown) => ({
  autoTopUpSet: {
    __typename: "AutoTopUpSetSuccess",
    balance: balance({ version: 2, autoTopUp: rule() }),
    input,
  },
});

function open(has: object, answer: () => object = () => saved(null)) {
  const onDone = vi.fn();
  const methods = [visa(), visa({ id: "pm_2", last4: "1111", isDefault: false })];
  const view = show(<AutoTopUpForm balance={has as Balance} methods={methods as never} onDone={onDone} />, {
    AutoTopUpSet: answer,
  });
  const press = () => userEvent.click(screen.getByRole("button", { name: "Save" }));
  return { ...view, onDone, press, orders: () => view.sent("AutoTopUpSet").map(({ input }) => input) };
}

it("turns it on with the default card", async () => {
  const { press, orders, onDone } = open(balance());
  expect(screen.getByLabelText("Top up automatically")).toHaveProperty("checked", true);
  await userEvent.type(screen.getByLabelText("When the balance falls below"), "5");
  await userEvent.type(screen.getByLabelText("Top up by"), "20");
  await press();
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(orders()).toEqual([
    {
      enabled: true,
      threshold: { amount: "5.00", currency: "USD" },
      amount: { amount: "20.00", currency: "USD" },
      methodId: "pm_1",
    },
  ]);
});

it("turns it off and keeps the rest of the rule", async () => {
  const { press, orders, onDone } = open(
    balance({ autoTopUp: rule({ paymentMethod: visa({ id: "pm_2", last4: "1111" }) }) }),
  );
  await userEvent.click(screen.getByLabelText("Top up automatically"));
  await press();
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(orders()).toEqual([
    {
      enabled: false,
      threshold: { amount: "5.00", currency: "USD" },
      amount: { amount: "20.00", currency: "USD" },
      methodId: "pm_2",
    },
  ]);
});

it("takes zero as the threshold, but not as the amount", async () => {
  const { press, orders } = open(balance());
  await userEvent.type(screen.getByLabelText("When the balance falls below"), "0");
  await userEvent.type(screen.getByLabelText("Top up by"), "0");
  await press();
  expect(screen.getByText("The amount must be more than zero.")).toBeTruthy();
  expect(orders()).toEqual([]);
});

it("refuses too many decimals in either amount", async () => {
  const { press, orders } = open(balance());
  await userEvent.type(screen.getByLabelText("When the balance falls below"), "1.234");
  await userEvent.type(screen.getByLabelText("Top up by"), "0.0001");
  expect(screen.getByText("USD has 2 decimals; the amount has 3.")).toBeTruthy();
  expect(screen.getByText("USD has 2 decimals; the amount has 4.")).toBeTruthy();
  await press();
  expect(orders()).toEqual([]);
});

it("shows the server's words beside the field that it names", async () => {
  const { press, onDone } = open(balance({ autoTopUp: rule() }), () => ({
    autoTopUpSet: {
      __typename: "InvalidInputError",
      code: "INVALID_INPUT",
      message: "The input is not valid.",
      fields: [
        {
          __typename: "FieldError",
          path: ["methodId"],
          code: "UNKNOWN",
          message: "You have no such method.",
        },
      ],
    },
  }));
  await press();
  expect(await screen.findByText("You have no such method.")).toBeTruthy();
  expect(screen.getByLabelText("Pay with").getAttribute("aria-invalid")).toBe("true");
  expect(onDone).not.toHaveBeenCalled();
});

it.each([
  [null, "OFF"],
  [rule({ enabled: false }), "OFF"],
  [rule(), "ON"],
  [rule({ pausedReason: "Your card was declined." }), "PAUSED"],
  [rule({ enabled: false, pausedReason: "Your card was declined." }), "OFF"],
])("knows the state of %#", (given, state) => {
  expect(switchOf(given)).toBe(state);
});

it("says why it is paused, and what is under way", () => {
  const inFlight = { __typename: "Payment", id: "pay_9", status: "PENDING", amount: usd("20.00") };
  const paused = rule({ pausedReason: "Your card was declined.", inFlight });
  show(<AutoTopUpCard balance={balance({ autoTopUp: paused }) as Balance} />);
  expect(screen.getByText("Paused")).toBeTruthy();
  expect(screen.getByText("Your card was declined.")).toBeTruthy();
  expect(screen.getByText("Visa ending in 4242")).toBeTruthy();
  expect(screen.getAllByRole("link").map((link) => link.getAttribute("href"))).toEqual([
    "/payments/pay_9",
    "/balance/automatic",
  ]);
});
