// Which ways to pay are offered, and for which amounts.
import { expect, it } from "vitest";
import { option, usd } from "~/testing/harness";
import type { PaymentOption } from "./operations";
import { entryOf, limitBroken, waysOf } from "./ways";

const one = (changes: object = {}) => option(changes) as PaymentOption;
const fields = (protocol: string, url: string | null = "https://fields.example/") => ({
  fields: { __typename: "BrowserFields", protocol, url, publishableKey: "pk", account: null },
});

it("enters a card in fields that it can speak with, though the gateway has a page as well", () => {
  expect(entryOf(one({ ...fields("STRIPE"), elsewhere: true, needsToken: false }))).toBe("fields");
});

it("leads to the gateway's page what it has no fields for, and leaves out what has no page either", () => {
  const card = { ...fields("MERCADOPAGO"), kind: "CARD" };
  expect(entryOf(one({ ...card, elsewhere: true }))).toBe("elsewhere");
  expect(entryOf(one({ ...card, elsewhere: false }))).toBeNull();
  expect(entryOf(one(fields("FRAME", null)))).toBeNull();
});

it("keeps the merchant's order of accounts with cards first in each, and marks those that share a kind", () => {
  const ways = waysOf([
    one({ accountId: "gwa_2", kind: "STORE", takesToken: false, elsewhere: true }),
    one({ accountId: "gwa_2" }),
    one({ accountId: "gwa_3", ...fields("MERCADOPAGO") }),
    one({ accountId: "gwa_1" }),
  ]);
  expect(ways.map(({ key, twin }) => [key, twin])).toEqual([
    ["gwa_2:CARD", true],
    ["gwa_2:STORE", false],
    ["gwa_1:CARD", true],
  ]);
});

it("knows the limits of an amount in its own currency, the bounds included", () => {
  const limits = [{ __typename: "MoneyRange", minimum: usd("1.00"), maximum: usd("500.00") }];
  const bounded = one({ limits });
  expect(limitBroken(bounded, usd("0.99"))).toEqual(limits[0]);
  expect(limitBroken(bounded, usd("500.01"))).toEqual(limits[0]);
  for (const amount of ["1.00", "500.00"]) expect(limitBroken(bounded, usd(amount))).toBeNull();
  expect(limitBroken(bounded, { amount: "900.00", currency: "MXN" })).toBeNull();
  expect(limitBroken(bounded, undefined)).toBeNull();
});
