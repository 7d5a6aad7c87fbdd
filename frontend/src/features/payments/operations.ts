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

/** What the payer has to do next, in each way. */
export const ActionFields = graphql(
  `
    fragment ActionFields on PaymentAction @_unmask {
      __typename
      ... on RedirectAction { url expiresAt }
      ... on ClientConfirmAction { gateway clientSecret publishableKey expiresAt }
      ... on VoucherAction { reference barcodeSvg documentUrl expiresAt }
      ... on BankTransferAction {
        reference
        clabe
        bank
        agreement
        amount { ...MoneyFields }
        expiresAt
      }
      ... on InstructionsAction { text reference expiresAt }
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
      captured { ...MoneyFields }
      cardBrand
      cardLast4
      createdAt
      updatedAt
      setAside
      decline { reason message retryable }
      action { ...ActionFields }
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
  [MoneyFields, ActionFields],
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

export const PaymentOptionsQuery = graphql(
  `
    query PaymentOptions($currency: CurrencyCode!) {
      paymentOptions(currency: $currency) {
        accountId
        gateway
        kind
        label
        takesToken
        elsewhere
        savesMethods
        savesWithoutPayment
        fields { protocol url publishableKey account }
        limits { minimum { ...MoneyFields } maximum { ...MoneyFields } }
      }
    }
  `,
  [MoneyFields],
);

/** Back from a gateway's page: the shop asks the gateway at once, instead of waiting to be told. */
export const PaymentReturnMutation = graphql(
  `
    mutation PaymentReturn($input: PaymentReturnInput!) {
      paymentReturn(input: $input) {
        __typename
        ... on PaymentReturnSuccess { payment { ...PaymentFields } }
        ... on Error { code message }
      }
    }
  `,
  [PaymentFields],
);

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

export type PaymentAction = ResultOf<typeof ActionFields>;
export type Payment = ResultOf<typeof PaymentFields>;
export type PaymentRowData = ResultOf<typeof PaymentRowFields>;
export type PaymentOption = ResultOf<typeof PaymentOptionsQuery>["paymentOptions"][number];
export type PaymentMethod = ResultOf<typeof PaymentMethodFields>;
export type PayWith = VariablesOf<typeof InvoicePayMutation>["input"]["payWith"];
