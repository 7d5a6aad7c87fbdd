// Buying a refill: what the server says it costs, what pays for it, too little balance, and a price that has changed.
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
/** A bill as the server writes it. */
const billed = (
  unit: string,
  quantity: number,
  subtotal: string,
  total = subtotal,
  taxes: object[] = [],
) => ({
  refillQuote: {
    __typename: "RefillQuoteSuccess",
    bill: {
      __typename: "RefillBill",
      lines: [
        {
          __typename: "QuoteLine",
          description: "Machine hours Bag",
          amount: usd(subtotal),
          discount: usd("0.00"),
          period: null,
          derivation: {
            __typename: "Derivation",
            unitPrice: usd(unit),
            quantity: String(quantity),
            numerator: "1",
            denominator: "1",
            rounding: "HALF_UP",
          },
        },
      ],
      subtotal: usd(subtotal),
      taxes,
      total: usd(total),
    },
  },
});
const untaxed = (quantity: number) => billed("80.00", quantity, `${80 * quantity}.00`);
const tax = (name: string, percent: string, inclusive: boolean, amount: string) => ({
  __typename: "TaxAmount",
  taxRateId: name,
  name,
  percent,
  inclusive,
  amount: usd(amount),
});
const refused = (path: string[], code: string, message: string) => ({
  __typename: "InvalidInputError",
  code: "INVALID_INPUT",
  message,
  fields: [{ __typename: "FieldError", path, code, message }],
});
const lacking = {
  refillPurchase: {
    __typename: "InsufficientBalanceError",
    code: "INSUFFICIENT_BALANCE",
    message: "The balance is not enough.",
    needed: usd("160.00"),
    available: usd("100.00"),
  },
};

interface Shop {
  answer?: () => object;
  quote?: (quantity: number) => object | Promise<object>;
  total?: string;
}

async function open(
  saved: object[],
  available: string,
  { answer = () => bought, quote = untaxed, total = "80.00" }: Shop = {},
) {
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
  const view = show(<Page />, {
    ...methods(saved, available),
    RefillPurchase: answer,
    RefillQuote: ({ input }) => quote((input as { quantity: number }).quantity),
  });
  await payButton(total);
  await waitFor(() => expect(view.sent("Methods")).toHaveLength(1));
  await screen.findByText("Visa ending in 4242");
  const press = (name: string) => userEvent.click(screen.getByRole("button", { name }));
  const pay = async (amount: string) => userEvent.click(await payButton(amount));
  const quoted = () => view.sent("RefillQuote").map(({ input }) => (input as { quantity: number }).quantity);
  return {
    ...view,
    onPayment,
    press,
    pay,
    quoted,
    orders: () => view.sent("RefillPurchase").map(({ input }) => input),
  };
}

/** The button once it names this amount and may be pressed. */
async function payButton(amount: string): Promise<HTMLElement> {
  const button = await screen.findByRole<HTMLButtonElement>("button", { name: `Pay ${amount} USD` });
  await waitFor(() => expect(button.disabled).toBe(false));
  return button;
}

const picked = () => screen.getAllByRole("radio").filter((radio) => (radio as HTMLInputElement).checked);

it("asks what so many bags cost, and pays from a balance that is enough", async () => {
  const { press, pay, quoted, orders, onPayment } = await open([visa()], "500.00");
  expect(picked()[0]?.closest("label")?.textContent).toContain("Your balance");
  expect(picked()[0]?.closest("label")?.textContent).toContain("500.00 USD available");
  await press("More: 100 hours");
  await press("More: 100 hours");
  expect(screen.getByText("300 hours")).toBeTruthy();
  await pay("240.00");
  await waitFor(() => expect(onPayment).toHaveBeenCalledWith("pay_1"));
  expect(orders()).toEqual([
    {
      planId: "plan_1",
      quantity: 3,
      expectedTotal: { amount: "240.00", currency: "USD" },
      payWith: { gateway: "balance", kind: "BALANCE" },
      idempotencyKey: expect.any(String),
    },
  ]);
  expect([quoted()[0], quoted().at(-1)]).toEqual([1, 3]);
  expect(screen.getByText(/× 3/).textContent).toBe("80.00 USD × 3");
  expect(screen.queryByText("Subtotal")).toBeNull();
});

it("names every tax, and its button what is charged with them", async () => {
  const taxes = [tax("IVA", "16", false, "12.80"), tax("Fee", "2.5", true, "1.95")];
  const { pay, orders } = await open([visa()], "0.00", {
    quote: (quantity) => billed("80.00", quantity, "80.00", "92.80", taxes),
    total: "92.80",
  });
  expect(screen.getAllByRole("row").map(({ textContent }) => textContent)).toEqual([
    "Subtotal80.00 USD",
    "IVA 16%12.80 USD",
    "Fee 2.5%, included1.95 USD",
  ]);
  expect(screen.getByText("Total").parentElement?.textContent).toBe("Total92.80 USD");
  await pay("92.80");
  await waitFor(() => expect(orders()).toHaveLength(1));
  expect(orders()[0]).toMatchObject({ expectedTotal: { amount: "92.80", currency: "USD" } });
});

it("keeps the old figures, and pays nothing, until the new ones are there", async () => {
  let answer = (_: object): void => undefined;
  const two = new Promise<object>((resolve) => {
    answer = resolve;
  });
  const { press, pay, quoted, orders } = await open([visa()], "500.00", {
    quote: (quantity) => (quantity === 1 ? untaxed(1) : two),
  });
  await press("More: 100 hours");
  const button = screen.getByRole<HTMLButtonElement>("button", { name: "Pay 80.00 USD" });
  expect(button.disabled).toBe(true);
  expect(screen.getByText("Updating the price\u2026")).toBeTruthy();
  await waitFor(() => expect(quoted()).toEqual([1, 2]));
  await press("Pay 80.00 USD");
  expect(orders()).toEqual([]);
  answer(untaxed(2));
  await pay("160.00");
  expect(screen.queryByText("Updating the price\u2026")).toBeNull();
  await waitFor(() => expect(orders()).toHaveLength(1));
});

it("says that the price has changed, asks anew, and pays the new one only when told to", async () => {
  let now = billed("80.00", 1, "80.00");
  const answers = [
    { refillPurchase: refused(["expectedTotal"], "PRICE_CHANGED", "It has changed.") },
    bought,
  ];
  const { pay, quoted, orders, onPayment } = await open([visa()], "500.00", {
    answer: () => answers.shift() ?? bought,
    quote: () => now,
  });
  now = billed("90.00", 1, "90.00", "104.40", [tax("IVA", "16", false, "14.40")]);
  await pay("80.00");
  const told = await screen.findByRole("alert");
  expect(told.textContent).toContain("The price has changed");
  expect(told.textContent).toContain("80.00 USD");
  expect(told.textContent).toContain("is now 104.40 USD. Nothing has been charged.");
  expect(quoted()).toEqual([1, 1]);
  expect(onPayment).not.toHaveBeenCalled();
  await pay("104.40");
  await waitFor(() => expect(onPayment).toHaveBeenCalledWith("pay_1"));
  expect(screen.queryByRole("alert")).toBeNull();
  const sent = orders() as { expectedTotal: object; idempotencyKey: string }[];
  expect(sent.map(({ expectedTotal }) => expectedTotal)).toEqual([
    { amount: "80.00", currency: "USD" },
    { amount: "104.40", currency: "USD" },
  ]);
  expect(new Set(sent.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(2);
});

it("says beside the quantity that it cannot be bought", async () => {
  const { press, orders } = await open([visa()], "500.00", {
    quote: (quantity) =>
      quantity === 1 ? untaxed(1) : { refillQuote: refused(["quantity"], "TOO_LARGE", "Too many hours.") },
  });
  await press("More: 100 hours");
  expect(await screen.findByText("Too many hours.")).toBeTruthy();
  await press("Pay 80.00 USD");
  expect(orders()).toEqual([]);
});

it("prefers the saved card to a balance that is too little", async () => {
  const { press, orders } = await open([visa()], "79.99");
  expect(picked()[0]?.closest("label")?.textContent).toContain("Visa ending in 4242");
  await press("Pay 80.00 USD");
  await waitFor(() => expect(orders()).toHaveLength(1));
  expect(orders()[0]).toMatchObject({ payWith: { gateway: "sandbox", kind: "CARD", methodId: "pm_1" } });
});

it("leads from too little balance to topping up by what is lacking, and back", async () => {
  const { press, pay, onPayment } = await open([visa()], "100.00", { answer: () => lacking });
  await press("More: 100 hours");
  await pay("160.00");
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
