// What a subscription that is billed from the balance costs.
import { expect, it } from "vitest";
import { rateOf } from "./rate";

const usd = (amount: string) => ({ amount, currency: "USD" });
const addon = (charge: "RECURRING" | "ONE_TIME", amount: string, quantity: number) => ({
  quantity,
  addon: { charge, price: usd(amount) },
});

it("adds up the plan and its recurring add-ons, each by its quantity", () => {
  const addons = [addon("RECURRING", "0.05", 3), addon("ONE_TIME", "49.00", 1)];
  expect(rateOf({ quantity: 2, plan: { price: usd("0.50") }, addons })).toEqual(usd("1.15"));
});

it("is unknown for a plan without a price", () => {
  expect(rateOf({ quantity: 1, plan: { price: null }, addons: [] })).toBeNull();
});
