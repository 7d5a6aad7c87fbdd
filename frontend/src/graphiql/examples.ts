// The first tabs: the way of a purchase from the catalogue to the paid invoice.
const products = `# The catalogue, public. Take a plan's id from here.
query Products {
  products(first: 10) {
    nodes {
      id
      name
      kind
      plans {
        id
        name
        prices { amount currency }
        interval { unit count }
        features { code name value }
        addons { id name maxQuantity prices { amount currency } }
      }
    }
  }
}
`;

const quote = `# What it would cost, computed by the function that also charges. Keep the token.
query Quote($input: SubscriptionQuoteInput!) {
  subscriptionQuote(input: $input) {
    ... on SubscriptionQuoteSuccess {
      quote {
        token
        expiresAt
        lines {
          description
          amount { amount currency }
          period { start end }
        }
        dueNow { amount currency }
        nextCharge { amount currency }
        nextChargeAt
      }
    }
    ... on InvalidInputError { fields { path code message } }
    ... on Error { code message }
  }
}
`;

const subscribe = `# Buys it. The same idempotencyKey with the same input gives the same answer, never a second charge.
mutation Subscribe($input: SubscriptionCreateInput!) {
  subscriptionCreate(input: $input) {
    ... on SubscriptionCreateSuccess {
      subscription { id status }
      invoice { id number status }
      firstPayment { id status action { ... on RedirectAction { url } } }
    }
    ... on AlreadySubscribedError { subscription { id status } }
    ... on QuoteChangedError { quote { token dueNow { amount currency } } }
    ... on PaymentDeclinedError { reason retryable payment { id } }
    ... on InvalidInputError { fields { path code message } }
    ... on Error { code message }
  }
}
`;

const watch = `# Live over the websocket: the current state first, then every change.
subscription WatchPayment($id: ID!) {
  paymentUpdated(id: $id) {
    id
    status
    amount { amount currency }
    decline { reason message }
    invoice { id status amountDue { amount currency } }
    updatedAt
  }
}
`;

const json = (value: object) => JSON.stringify(value, null, 2);

export const EXAMPLES = [
  { query: products },
  { query: quote, variables: json({ input: { planId: "plan_…", quantity: 1, addons: [] } }) },
  {
    query: subscribe,
    variables: json({
      input: {
        planId: "plan_…",
        quantity: 1,
        addons: [],
        quoteToken: null,
        payWith: { gateway: "sandbox", kind: "CARD", token: "…" },
        idempotencyKey: "a-key-of-your-own",
      },
    }),
  },
  { query: watch, variables: json({ id: "pay_…" }) },
];
