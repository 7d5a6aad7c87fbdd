// Everything the client asks about payments: the status page with its live updates, paying again, canceling.
import { graphql, MoneyFields, type ResultOf } from "~/lib/graphql";

export const PaymentRowFields = graphql(
  `
    fragment PaymentRowFields on Payment @_unmask {
      id
      status
      amount { ...MoneyFields }
      cardBrand
      cardLast4
      createdAt
    }
  `,
  [MoneyFields],
);

export const PaymentFields = graphql(
  `
    fragment PaymentFields on Payment @_unmask {
      id
      status
      gateway
      amount { ...MoneyFields }
      cardBrand
      cardLast4
      createdAt
      updatedAt
      decline { reason message retryable }
      action { ... on RedirectAction { url expiresAt } }
      invoice {
        id
        number
        status
        amountDue { ...MoneyFields }
        subscription {
          id
          status
          product { id name }
          plan { id name features { code name value } }
          addons { quantity addon { id features { code name value } } }
        }
      }
    }
  `,
  [MoneyFields],
);

export const PaymentQuery = graphql(
  `
    query Payment($id: ID!) {
      payment(id: $id) { ...PaymentFields }
    }
  `,
  [PaymentFields],
);

export const PaymentUpdatedSubscription = graphql(
  `
    subscription PaymentUpdated($id: ID!) {
      paymentUpdated(id: $id) { ...PaymentFields }
    }
  `,
  [PaymentFields],
);

export const PaymentOptionsQuery = graphql(`
  query PaymentOptions($currency: CurrencyCode!) {
    paymentOptions(currency: $currency) { gateway kind label publishableKey fieldsUrl }
  }
`);

export const InvoicePayMutation = graphql(`
  mutation InvoicePay($input: InvoicePayInput!) {
    invoicePay(input: $input) {
      __typename
      ... on InvoicePaySuccess {
        payment { id status action { ... on RedirectAction { url } } }
      }
      ... on PaymentDeclinedError { payment { id status } }
      ... on Error { code message }
    }
  }
`);

export const PaymentCancelMutation = graphql(
  `
    mutation PaymentCancel($input: PaymentCancelInput!) {
      paymentCancel(input: $input) {
        __typename
        ... on PaymentCancelSuccess { payment { ...PaymentFields } }
        ... on Error { code message }
      }
    }
  `,
  [PaymentFields],
);

export type Payment = ResultOf<typeof PaymentFields>;
export type PaymentRowData = ResultOf<typeof PaymentRowFields>;
export type PaymentOption = ResultOf<typeof PaymentOptionsQuery>["paymentOptions"][number];
