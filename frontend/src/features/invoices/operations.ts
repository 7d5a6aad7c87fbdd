// What is read of an invoice, and of the lines that quotes and invoices share.
import { DiscountAmountFields, TaxAmountFields } from "~/features/terms/operations";
import { graphql, MoneyFields, type ResultOf } from "~/lib/graphql";

export const LineFields = graphql(
  `
    fragment LineFields on QuoteLine @_unmask {
      description
      amount { ...MoneyFields }
      discount { ...MoneyFields }
      period { start end }
      derivation { unitPrice { ...MoneyFields } quantity numerator denominator rounding }
    }
  `,
  [MoneyFields],
);

export const InvoiceFields = graphql(
  `
    fragment InvoiceFields on Invoice @_unmask {
      id
      number
      status
      lines { ...LineFields }
      subtotal { ...MoneyFields }
      discounts { ...DiscountAmountFields }
      taxes { ...TaxAmountFields }
      total { ...MoneyFields }
      paid { ...MoneyFields }
      credited { ...MoneyFields }
      amountDue { ...MoneyFields }
      issuedAt
      dueAt
    }
  `,
  [MoneyFields, LineFields, DiscountAmountFields, TaxAmountFields],
);

export type Line = ResultOf<typeof LineFields>;
export type Invoice = ResultOf<typeof InvoiceFields>;
