// What coupons and taxes make of a sum, which quotes and invoices share; and the coupons of a subscription.
import { graphql, MoneyFields, type ResultOf } from "~/lib/graphql";

export const DiscountAmountFields = graphql(
  `
    fragment DiscountAmountFields on DiscountAmount @_unmask {
      couponId
      name
      amount { ...MoneyFields }
    }
  `,
  [MoneyFields],
);

export const TaxAmountFields = graphql(
  `
    fragment TaxAmountFields on TaxAmount @_unmask {
      taxRateId
      name
      percent
      inclusive
      amount { ...MoneyFields }
    }
  `,
  [MoneyFields],
);

/** A coupon at work on a subscription. */
export const DiscountFields = graphql(
  `
    fragment DiscountFields on Discount @_unmask {
      id
      periodsLeft
      usedUp
      coupon { name percent amount { ...MoneyFields } }
    }
  `,
  [MoneyFields],
);

export type DiscountAmount = ResultOf<typeof DiscountAmountFields>;
export type TaxAmount = ResultOf<typeof TaxAmountFields>;
