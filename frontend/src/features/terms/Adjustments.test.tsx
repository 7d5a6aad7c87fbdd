// What stands between lines and total.
import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { show, usd } from "~/testing/harness";
import { Adjustments } from "./Adjustments";
import type { DiscountAmount, TaxAmount } from "./operations";

const rows = (discounts: DiscountAmount[], taxes: TaxAmount[]) => {
  show(
    <table>
      <tfoot>
        <Adjustments of={{ subtotal: usd("33.00"), discounts, taxes }} />
      </tfoot>
    </table>,
  );
  return screen.queryAllByRole("row").map(({ textContent }) => textContent);
};
const tax = (name: string, percent: string, inclusive: boolean, amount: string) => ({
  taxRateId: name,
  name,
  percent,
  inclusive,
  amount: usd(amount),
});

it("names each discount with what it takes off, and each tax with its rate", () => {
  const welcome = { couponId: "cpn_1", name: "Welcome", amount: usd("6.60") };
  const taxes = [tax("IVA", "16", false, "4.22"), tax("Fee", "9.975", true, "-0.11")];
  expect(rows([welcome], taxes)).toEqual([
    "Subtotal33.00 USD",
    "Welcome\u22126.60 USD",
    "IVA 16%4.22 USD",
    "Fee 9.975%, included\u22120.11 USD",
  ]);
});

it("says nothing without discounts and taxes", () => {
  expect(rows([], [])).toEqual([]);
});
