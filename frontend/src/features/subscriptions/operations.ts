// Everything the client asks about subscriptions: rows, the detail with live updates, quote and create.
import { FeatureFields } from "~/features/catalog/operations";
import { LineFields } from "~/features/invoices/operations";
import { DiscountAmountFields, TaxAmountFields } from "~/features/terms/operations";
import { graphql, MoneyFields, type ResultOf } from "~/lib/graphql";

export const SubscriptionRowFields = graphql(`
  fragment SubscriptionRowFields on Subscription @_unmask {
    id
    status
    quantity
    autoRenew
    canceledAt
    fundedUntil
    lastBilledAt
    currentPeriod { start end }
    cancelAt
    resumeAt
    endedAt
    product { id name }
    plan { id name billing }
  }
`);

export const QuoteFields = graphql(
  `
    fragment QuoteFields on Quote @_unmask {
      token
      expiresAt
      lines { ...LineFields }
      subtotal { ...MoneyFields }
      discounts { ...DiscountAmountFields }
      taxes { ...TaxAmountFields }
      total { ...MoneyFields }
      balanceApplied { ...MoneyFields }
      credited { ...MoneyFields }
      refunded { ...MoneyFields }
      dueNow { ...MoneyFields }
      nextCharge { ...MoneyFields }
      nextChargeAt
      effectiveAt
      featuresGained { ...FeatureFields }
      featuresLost { ...FeatureFields }
    }
  `,
  [MoneyFields, FeatureFields, LineFields, DiscountAmountFields, TaxAmountFields],
);

export const SubscriptionQuoteQuery = graphql(
  `
    query SubscriptionQuote($input: SubscriptionQuoteInput!) {
      subscriptionQuote(input: $input) {
        __typename
        ... on SubscriptionQuoteSuccess { quote { ...QuoteFields } }
        ... on InvalidInputError { fields { path code message } }
        ... on Error { code message }
      }
    }
  `,
  [QuoteFields],
);

export const SubscriptionCreateMutation = graphql(
  `
    mutation SubscriptionCreate($input: SubscriptionCreateInput!) {
      subscriptionCreate(input: $input) {
        __typename
        ... on SubscriptionCreateSuccess {
          subscription { id status }
          firstPayment { id status action { ... on RedirectAction { url } } }
        }
        ... on AlreadySubscribedError { subscription { id } }
        ... on QuoteChangedError { quote { ...QuoteFields } }
        ... on PaymentDeclinedError { payment { id status } }
        ... on InsufficientBalanceError { needed { ...MoneyFields } available { ...MoneyFields } }
        ... on InvalidInputError { fields { path code message } }
        ... on Error { code message }
      }
    }
  `,
  [QuoteFields, MoneyFields],
);

export const SubscriptionChangeQuoteQuery = graphql(
  `
    query SubscriptionChangeQuote($input: SubscriptionChangeQuoteInput!) {
      subscriptionChangeQuote(input: $input) {
        __typename
        ... on SubscriptionChangeQuoteSuccess { quote { ...QuoteFields } }
        ... on InvalidInputError { fields { path code message } }
        ... on Error { code message }
      }
    }
  `,
  [QuoteFields],
);

/** The same, now and again whenever it would be another, or is about to lapse. */
export const SubscriptionChangeQuoteUpdated = graphql(
  `
    subscription SubscriptionChangeQuoteUpdated($input: SubscriptionChangeQuoteInput!) {
      subscriptionChangeQuoteUpdated(input: $input) { ...QuoteFields }
    }
  `,
  [QuoteFields],
);

export const SubscriptionChangeMutation = graphql(
  `
    mutation SubscriptionChange($input: SubscriptionChangeInput!) {
      subscriptionChange(input: $input) {
        __typename
        ... on SubscriptionChangeSuccess {
          subscription { ...SubscriptionRowFields }
          changePayment { id status action { ... on RedirectAction { url } } }
        }
        ... on QuoteChangedError { quote { ...QuoteFields } }
        ... on PaymentDeclinedError { payment { id status } }
        ... on InsufficientBalanceError { needed { ...MoneyFields } available { ...MoneyFields } }
        ... on InvalidInputError { fields { path code message } }
        ... on Error { code message }
      }
    }
  `,
  [SubscriptionRowFields, QuoteFields, MoneyFields],
);

export type SubscriptionRowData = ResultOf<typeof SubscriptionRowFields>;
