// Everything the client asks about subscriptions: rows, the detail with live updates, quote and create.
import { graphql, MoneyFields, type ResultOf } from "~/lib/graphql";

export const SubscriptionRowFields = graphql(`
  fragment SubscriptionRowFields on Subscription @_unmask {
    id
    status
    quantity
    autoRenew
    canceledAt
    currentPeriod { start end }
    product { id name }
    plan { id name }
  }
`);

export const QuoteFields = graphql(
  `
    fragment QuoteFields on Quote @_unmask {
      token
      expiresAt
      lines {
        description
        amount { ...MoneyFields }
        period { start end }
        derivation { unitPrice { ...MoneyFields } quantity numerator denominator rounding }
      }
      subtotal { ...MoneyFields }
      discount { ...MoneyFields }
      tax { ...MoneyFields }
      total { ...MoneyFields }
      balanceApplied { ...MoneyFields }
      dueNow { ...MoneyFields }
      nextCharge { ...MoneyFields }
      nextChargeAt
    }
  `,
  [MoneyFields],
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
        ... on InvalidInputError { fields { path code message } }
        ... on Error { code message }
      }
    }
  `,
  [QuoteFields],
);

export type SubscriptionRowData = ResultOf<typeof SubscriptionRowFields>;
