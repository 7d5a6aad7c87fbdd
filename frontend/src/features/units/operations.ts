// What the client asks about units: what there is of each, where to buy more, what a refill costs, and buying it.
import { LineFields } from "~/features/invoices/operations";
import { TaxAmountFields } from "~/features/terms/operations";
import { graphql, MoneyFields, type ResultOf } from "~/lib/graphql";

export const UnitFields = graphql(`
  fragment UnitFields on UnitBalance @_unmask {
    unit
    remaining
    held
    grants { id unit quantity remaining held grantedAt expiresAt payment { id } }
  }
`);

export const UnitsQuery = graphql(
  `
    query Units {
      me {
        id
        units { ...UnitFields }
      }
      products(first: 50, kind: REFILL) {
        nodes { id name plans { id grants { unit quantity } } }
      }
    }
  `,
  [UnitFields],
);

/** After a refill: what the payment brought. */
export const UnitsGrantedQuery = graphql(
  `
    query UnitsGranted {
      me {
        id
        units { ...UnitFields }
      }
    }
  `,
  [UnitFields],
);

export const RefillBillFields = graphql(
  `
    fragment RefillBillFields on RefillBill @_unmask {
      lines { ...LineFields }
      subtotal { ...MoneyFields }
      taxes { ...TaxAmountFields }
      total { ...MoneyFields }
    }
  `,
  [LineFields, MoneyFields, TaxAmountFields],
);

export const RefillQuoteQuery = graphql(
  `
    query RefillQuote($input: RefillQuoteInput!) {
      refillQuote(input: $input) {
        __typename
        ... on RefillQuoteSuccess { bill { ...RefillBillFields } }
        ... on InvalidInputError { fields { path code message } }
        ... on Error { code message }
      }
    }
  `,
  [RefillBillFields],
);

export const RefillPurchaseMutation = graphql(
  `
    mutation RefillPurchase($input: RefillPurchaseInput!) {
      refillPurchase(input: $input) {
        __typename
        ... on RefillPurchaseSuccess { payment { id status action { ... on RedirectAction { url } } } }
        ... on PaymentDeclinedError { payment { id status } }
        ... on InsufficientBalanceError { needed { ...MoneyFields } available { ...MoneyFields } }
        ... on InvalidInputError { fields { path code message } }
        ... on Error { code message }
      }
    }
  `,
  [MoneyFields],
);

export type UnitBalance = ResultOf<typeof UnitFields>;
export type UnitGrant = UnitBalance["grants"][number];
export type RefillProduct = ResultOf<typeof UnitsQuery>["products"]["nodes"][number];
export type RefillBill = ResultOf<typeof RefillBillFields>;
