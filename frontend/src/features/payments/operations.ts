// Everything the client asks about payments: the status page with its live updates, paying again, canceling.
import { graphql, MoneyFields, type ResultOf, type VariablesOf } from "~/lib/graphql";

export const PaymentMethodFields = graphql(`
  fragment PaymentMethodFields on PaymentMethod @_unmask {
    id
    gateway
    kind
    brand
    last4
    expiresMonth
    expiresYear
    isDefault
  }
`);

export const PaymentRowFields = graphql(
  `
    fragment PaymentRowFields on Payment @_unmask {
      id
      status
      kind
      purpose
      amount { ...MoneyFields }
      cardBrand
      cardLast4
      createdAt
      decline { message }
    }
  `,
  [MoneyFields],
);

export const PaymentFields = graphql(
  `
    fragment PaymentFields on Payment @_unmask {
      id
      version
      status
      gateway
      kind
      purpose
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

/** What a payer can use besides a new card: what was saved, and the balance. */
export const MethodsQuery = graphql(
  `
    query Methods($currency: CurrencyCode!) {
      me {
        id
        paymentMethods { ...PaymentMethodFields }
        balance(currency: $currency) { currency available { ...MoneyFields } }
      }
    }
  `,
  [MoneyFields, PaymentMethodFields],
);

export const InvoicePayMutation = graphql(
  `
    mutation InvoicePay($input: InvoicePayInput!) {
      invoicePay(input: $input) {
        __typename
        ... on InvoicePaySuccess {
          payment { id status action { ... on RedirectAction { url } } }
        }
        ... on PaymentDeclinedError { payment { id status } }
        ... on InsufficientBalanceError { needed { ...MoneyFields } available { ...MoneyFields } }
        ... on InvalidInputError { fields { path code message } }
        ... on Error { code message }
      }
    }
  `,
  [MoneyFields],
);

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
export type PaymentMethod = ResultOf<typeof PaymentMethodFields>;
export type PayWith = VariablesOf<typeof InvoicePayMutation>["input"]["payWith"];
