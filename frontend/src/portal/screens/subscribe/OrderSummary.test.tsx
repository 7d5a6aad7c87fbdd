// What the payer is told they agree to: true for each way to pay, and after a trial.
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Plan } from "~/features/catalog/operations";
import { methods, option, show, usd, visa } from "~/testing/harness";
import { SubscribeForm } from "./SubscribeForm";

const AGREE = "By paying you agree to be charged again each period until you cancel.";
const INVOICES =
  "Nothing is charged again by itself: each period an invoice comes for you to pay, until you cancel.";
const TRIAL_AGREE =
  "Nothing is charged now. When the trial ends you are charged each period until you cancel.";
const TRIAL_INVOICES =
  "Nothing is charged now. When the trial ends, each period an invoice comes for you to pay, until you cancel.";

const elsewhere = { takesToken: false, elsewhere: true };
const store = option({
  accountId: "gwa_2",
  gateway: "openpay",
  kind: "STORE",
  savesMethods: false,
  ...elsewhere,
});
const cash = option({
  accountId: "gwa_4",
  gateway: "manual",
  kind: "CASH",
  savesMethods: false,
  ...elsewhere,
});
const wallet = option({
  accountId: "gwa_3",
  gateway: "paypal",
  kind: "WALLET",
  label: "PayPal",
  ...elsewhere,
});

const line = {
  __typename: "QuoteLine",
  description: "Basic",
  amount: usd("10.00"),
  discount: usd("0.00"),
  period: null,
  derivation: null,
};

async function open(trialDays = 0) {
  const plan = {
    __typename: "Plan",
    id: "plan_1",
    name: "Basic",
    description: "",
    billing: "IN_ADVANCE",
    trialDays,
    interval: { __typename: "Interval", unit: "MONTH", count: 1 },
    anchor: null,
    price: usd("10.00"),
    features: [],
    grants: null,
    addons: [],
  } as unknown as Plan;
  const total = usd(trialDays ? "0.00" : "10.00");
  const quote = {
    __typename: "Quote",
    token: "q_1",
    expiresAt: "2040-01-31T12:15:00Z",
    lines: trialDays ? [] : [line],
    subtotal: total,
    discounts: [],
    taxes: [],
    total,
    balanceApplied: usd("0.00"),
    credited: usd("0.00"),
    refunded: usd("0.00"),
    dueNow: total,
    nextCharge: usd("10.00"),
    nextChargeAt: "2040-02-29T12:00:00Z",
    effectiveAt: "2040-01-31T12:00:00Z",
    featuresGained: [],
    featuresLost: [],
  };
  show(<SubscribeForm plan={plan} currency="USD" />, {
    ...methods([visa()], "20.00", [store, cash, wallet]),
    SubscriptionQuote: () => ({ subscriptionQuote: { __typename: "SubscriptionQuoteSuccess", quote } }),
  });
  await screen.findByRole("radio", { name: /^Visa/ });
  return (name: RegExp) => userEvent.click(screen.getByRole("radio", { name }));
}

/** The one sentence that is on screen. */
const told = () =>
  [AGREE, INVOICES, TRIAL_AGREE, TRIAL_INVOICES].filter((text) => screen.queryByText(text) !== null);

it("says who is charged again, and to whom an invoice comes", async () => {
  const pick = await open();
  // The balance is preferred where it is enough.
  await screen.findByText(AGREE);
  for (const by of [/^Cash at a store/, /^Cash(?! at)/, /^PayPal/]) {
    await pick(by);
    expect(told()).toEqual([INVOICES]);
  }
  await userEvent.click(screen.getByRole("checkbox", { name: "Save it for next time" }));
  expect(told()).toEqual([AGREE]);
  // What is ticked there saves nothing here.
  await pick(/^Cash at a store/);
  expect(told()).toEqual([INVOICES]);
  await pick(/^Visa/);
  expect(told()).toEqual([AGREE]);
  await pick(/^Your balance/);
  expect(told()).toEqual([AGREE]);
});

it("says the same of what comes after a trial", async () => {
  const pick = await open(14);
  await screen.findByText(TRIAL_INVOICES);
  expect(told()).toEqual([TRIAL_INVOICES]);
  await pick(/^Visa/);
  expect(told()).toEqual([TRIAL_AGREE]);
});
