// Buying a refill: the total, what pays for it, and too little balance.
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it, vi } from "vitest";
import type { Plan } from "~/features/catalog/operations";
import { methods, show, usd, visa } from "~/testing/harness";
import { RefillForm } from "./RefillForm";

const plan = {
  id: "plan_1",
  name: "100 hours",
  description: "",
  billing: "IN_ADVANCE",
  trialDays: 0,
  interval: null,
  price: usd("80.00"),
  features: [],
  grants: [{ unit: "hours", quantity: "100", expiresAfter: null }],
  addons: [],
} as unknown as Plan;

const bought = {
  refillPurchase: {
    __typename: "RefillPurchaseSuccess",
    payment: { __typename: "Payment", id: "pay_1", status: "SUCCEEDED", action: null },
  },
};
const lacking = {
  refillPurchase: {
    __typename: "InsufficientBalanceError",
    code: "INSUFFICIENT_BALANCE",
    message: "The balance is not enough.",
    needed: usd("160.00"),
    available: usd("100.00"),
  },
};

async function open(saved: object[], available: string, answer: () => object = () => bought) {
  const onPayment = vi.fn();
  function Page() {
    const [quantity, setQuantity] = useState(1);
    return (
      <RefillForm
        plan={plan}
        price={usd("80.00")}
        quantity={quantity}
        onQuantity={setQuantity}
        onPayment={onPayment}
      />
    );
  }
  const view = show(<Page />, { ...methods(saved, available), RefillPurchase: answer });
  await screen.findByRole("button", { name: "Pay 80.00 USD" });
  await waitFor(() => expect(view.sent("Methods")).toHaveLength(1));
  await screen.findByText("Visa ending in 4242");
  const press = (name: string) => userEvent.click(screen.getByRole("button", { name }));
  return { ...view, onPayment, press, orders: () => view.sent("RefillPurchase").map(({ input }) => input) };
}

const picked = () => screen.getAllByRole("radio").filter((radio) => (radio as HTMLInputElement).checked);

it("multiplies price and bags exactly, and pays from a balance that is enough", async () => {
  const { press, orders, onPayment } = await open([visa()], "500.00");
  expect(picked()[0]?.closest("label")?.textContent).toContain("Your balance");
  expect(picked()[0]?.closest("label")?.textContent).toContain("500.00 USD available");
  await press("More: 100 hours");
  await press("More: 100 hours");
  expect(screen.getByText("300 hours")).toBeTruthy();
  await press("Pay 240.00 USD");
  await waitFor(() => expect(onPayment).toHaveBeenCalledWith("pay_1"));
  expect(orders()).toEqual([
    {
      planId: "plan_1",
      quantity: 3,
      payWith: { gateway: "balance", kind: "BALANCE" },
      idempotencyKey: expect.any(String),
    },
  ]);
});

it("prefers the saved card to a balance that is too little", async () => {
  const { press, orders } = await open([visa()], "79.99");
  expect(picked()[0]?.closest("label")?.textContent).toContain("Visa ending in 4242");
  await press("Pay 80.00 USD");
  await waitFor(() => expect(orders()).toHaveLength(1));
  expect(orders()[0]).toMatchObject({ payWith: { gateway: "sandbox", kind: "CARD", methodId: "pm_1" } });
});

it("leads from too little balance to topping up by what is lacking, and back", async () => {
  const { press, onPayment } = await open([visa()], "100.00", () => lacking);
  await press("More: 100 hours");
  await press("Pay 160.00 USD");
  expect((await screen.findByRole("alert")).textContent).toContain(
    "160.00 USD is needed and 100.00 USD is available. Nothing was charged.",
  );
  const link = new URL(
    screen.getByRole("link", { name: "Top up" }).getAttribute("href") ?? "",
    "http://shop",
  );
  expect(link.pathname).toBe("/balance/top-up");
  expect(Object.fromEntries(link.searchParams)).toEqual({
    next: "/here",
    amount: '"60.00"',
  });
  expect(onPayment).not.toHaveBeenCalled();
});

it("does not offer an empty balance, nor a card that has expired", async () => {
  const { press, orders } = await open(
    [visa({ expiresYear: 2020, isDefault: false }), visa({ id: "pm_2", last4: "1881" })],
    "0.00",
  );
  expect(screen.queryByText("Your balance")).toBeNull();
  expect(screen.getByText("Expired 12/2020").closest("label")?.querySelector("input")?.disabled).toBe(true);
  await press("Pay 80.00 USD");
  await waitFor(() => expect(orders()).toHaveLength(1));
  expect(orders()[0]).toMatchObject({ payWith: { methodId: "pm_2" } });
});
