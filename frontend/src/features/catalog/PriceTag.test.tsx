// What a plan's price line says.
import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { show } from "~/testing/harness";
import { PriceTag } from "./PriceTag";

const price = { amount: "29.00", currency: "USD" };
const text = () => screen.getByTestId("tag").textContent;
const tag = (props: Partial<Parameters<typeof PriceTag>[0]>) => (
  <p data-testid="tag">
    <PriceTag price={price} interval={{ unit: "MONTH", count: 1 }} currency="USD" {...props} />
  </p>
);

it("says what the price is for, and the day that it counts from", () => {
  const { rerenderWith } = show(tag({}));
  expect(text()).toMatch(/29\.00.*per month$/);
  rerenderWith(tag({ anchor: { day: 1, month: null } }));
  expect(text()).toMatch(/29\.00.*per month, from the 1st$/);
  rerenderWith(tag({ interval: { unit: "MONTH", count: 3 }, anchor: { day: 1, month: 1 } }));
  expect(text()).toMatch(/29\.00.*per 3 months, from January 1$/);
  rerenderWith(tag({ interval: "once" }));
  expect(text()).toMatch(/29\.00.*once$/);
});
