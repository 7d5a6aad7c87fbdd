// What is read of an invoice, and of the lines that quotes and invoices share.
import { graphql, MoneyFields, type ResultOf } from "~/lib/graphql";

export const LineFields = graphql(
  `
    fragment LineFields on QuoteLine @_unmask {
      description
      amount { ...MoneyFields }
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
      discount { ...MoneyFields }
      tax { ...MoneyFields }
      total { ...MoneyFields }
      paid { ...MoneyFields }
      credited { ...MoneyFields }
      amountDue { ...MoneyFields }
      issuedAt
      dueAt
    }
  `,
  [MoneyFields, LineFields],
);

export type Line = ResultOf<typeof LineFields>;
export type Invoice = ResultOf<typeof InvoiceFields>;
