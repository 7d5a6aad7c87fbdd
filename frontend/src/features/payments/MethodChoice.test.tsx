// What a choice of how to pay becomes in the order: a way without a token, limits, and what cannot be served.
import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createRef } from "react";
import { expect, it } from "vitest";
import { methods, option, show, usd, visa } from "~/testing/harness";
import { MethodChoice, type MethodHandle } from "./MethodChoice";

const store = option({
  accountId: "gwa_2",
  gateway: "openpay",
  kind: "STORE",
  label: "Openpay",
  takesToken: false,
  elsewhere: true,
  savesMethods: false,
});
const wallet = option({
  accountId: "gwa_3",
  gateway: "paypal",
  kind: "WALLET",
  label: "PayPal",
  takesToken: false,
  elsewhere: true,
});

async function open(options: object[], saved: object[] = [visa()], due = "29.00") {
  const handle = createRef<MethodHandle>();
  show(<MethodChoice currency="USD" due={usd(due)} ref={handle} />, methods(saved, "0.00", options));
  await screen.findByRole("group", { name: "Pay with" });
  return {
    pick: (name: RegExp) => userEvent.click(screen.getByRole("radio", { name })),
    payWith: () => act(async () => handle.current?.payWith()),
  };
}

const returnUrl = `${location.origin}/payments/{PAYMENT_ID}?back=1`;

it("orders a store voucher at its account, with no token and nothing saved", async () => {
  const { pick, payWith } = await open([option(), store]);
  await pick(/^Cash at a store/);
  expect(screen.queryByRole("checkbox")).toBeNull();
  expect(await payWith()).toEqual({
    accountId: "gwa_2",
    gateway: "openpay",
    kind: "STORE",
    returnUrl,
    save: false,
  });
});

it("keeps a wallet for next time only when that is asked for", async () => {
  const { pick, payWith } = await open([option(), wallet]);
  await pick(/^PayPal/);
  await userEvent.click(screen.getByRole("checkbox", { name: "Save it for next time" }));
  expect(await payWith()).toMatchObject({ accountId: "gwa_3", kind: "WALLET", save: true });
});

it("says which amounts a way takes, and does not begin with it", async () => {
  const limits = [{ __typename: "MoneyRange", minimum: usd("30.00"), maximum: usd("500.00") }];
  const { payWith } = await open([{ ...store, limits }, wallet], []);
  const closed = screen.getByRole("radio", { name: /^Cash at a store/ });
  expect(closed).toHaveProperty("disabled", true);
  expect(closed.closest("label")?.textContent).toContain("For 30.00 USD to 500.00 USD");
  expect(await payWith()).toMatchObject({ gateway: "paypal" });
});

it("names the account where two ways share a kind", async () => {
  await open([option({ label: "Stripe" }), option({ accountId: "gwa_9", label: "Openpay" }), store]);
  expect(screen.getByRole("radio", { name: "Another card · Stripe" })).toBeTruthy();
  expect(screen.getByRole("radio", { name: "Another card · Openpay" })).toBeTruthy();
  expect(screen.getByRole("radio", { name: /^Cash at a store You get/ })).toBeTruthy();
});
