// Everything the client asks about balances: what there is, its live updates, topping up, and the log.
import { PaymentMethodFields } from "~/features/payments/operations";
import { graphql, MoneyFields, type ResultOf } from "~/lib/graphql";

export const BalanceFields = graphql(
  `
    fragment BalanceFields on Balance @_unmask {
      currency
      version
      available { ...MoneyFields }
      held { ...MoneyFields }
      fundedUntil
      autoTopUp {
        enabled
        threshold { ...MoneyFields }
        amount { ...MoneyFields }
        pausedReason
        paymentMethod { ...PaymentMethodFields }
        inFlight { id status amount { ...MoneyFields } }
      }
    }
  `,
  [MoneyFields, PaymentMethodFields],
);

export const BalancesQuery = graphql(
  `
    query Balances {
      me {
        id
        currency
        balances { ...BalanceFields }
      }
    }
  `,
  [BalanceFields],
);

export const BalanceQuery = graphql(
  `
    query Balance($currency: CurrencyCode) {
      me {
        id
        currency
        balance(currency: $currency) { ...BalanceFields }
        paymentMethods { ...PaymentMethodFields }
      }
    }
  `,
  [BalanceFields, PaymentMethodFields],
);

export const BalanceUpdatedSubscription = graphql(
  `
    subscription BalanceUpdated($currency: CurrencyCode) {
      balanceUpdated(currency: $currency) { ...BalanceFields }
    }
  `,
  [BalanceFields],
);

export const BalanceTopUpMutation = graphql(`
  mutation BalanceTopUp($input: BalanceTopUpInput!) {
    balanceTopUp(input: $input) {
      __typename
      ... on BalanceTopUpSuccess { payment { id status action { ... on RedirectAction { url } } } }
      ... on PaymentDeclinedError { payment { id status } }
      ... on InvalidInputError { fields { path code message } }
      ... on Error { code message }
    }
  }
`);

export const AutoTopUpSetMutation = graphql(
  `
    mutation AutoTopUpSet($input: AutoTopUpSetInput!) {
      autoTopUpSet(input: $input) {
        __typename
        ... on AutoTopUpSetSuccess { balance { ...BalanceFields } }
        ... on InvalidInputError { fields { path code message } }
        ... on Error { code message }
      }
    }
  `,
  [BalanceFields],
);

export const TransactionFields = graphql(
  `
    fragment TransactionFields on BalanceTransaction @_unmask {
      id
      number
      reason
      description
      actor
      amount { ...MoneyFields }
      balanceAfter { ...MoneyFields }
      occurredAt
      payment { id }
      invoice { id number }
      subscription { id }
    }
  `,
  [MoneyFields],
);

export const TransactionsQuery = graphql(
  `
    query Transactions(
      $first: Int!
      $after: String
      $currency: CurrencyCode!
      $reason: [TransactionReason!]
      $from: DateTime
      $until: DateTime
    ) {
      me {
        id
        transactions(
          first: $first
          after: $after
          currency: $currency
          reason: $reason
          from: $from
          until: $until
        ) {
          nodes { ...TransactionFields }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  `,
  [TransactionFields],
);

export type Balance = ResultOf<typeof BalanceFields>;
export type AutoTopUp = NonNullable<Balance["autoTopUp"]>;
export type Transaction = ResultOf<typeof TransactionFields>;
export type Reason = Transaction["reason"];
