// The normalized cache. Things with an id are kept once, so a live update of a payment shows wherever it is on
// screen; values without an id (money, periods, answers) are kept inside their owner. Nothing is optimistic here.
import { cacheExchange, type KeyingConfig } from "@urql/exchange-graphcache";

const EMBEDDED = [
  "Money",
  "MoneyRange",
  "Period",
  "Interval",
  "Feature",
  "UnitGrantRule",
  "PageInfo",
  "Viewer",
  "ProductConnection",
  "ProductEdge",
  "SubscriptionConnection",
  "SubscriptionEdge",
  "InvoiceConnection",
  "InvoiceEdge",
  "PaymentConnection",
  "PaymentEdge",
  "BalanceTransactionConnection",
  "BalanceTransactionEdge",
  "AutoTopUp",
  "SubscriptionAddon",
  "Quote",
  "QuoteLine",
  "Derivation",
  "Decline",
  "RedirectAction",
  "PaymentOption",
  "FieldError",
  "SubscriptionQuoteSuccess",
  "SubscriptionCreateSuccess",
  "InvoicePaySuccess",
  "PaymentCancelSuccess",
  "CustomerRegisterSuccess",
  "BalanceTopUpSuccess",
  "AutoTopUpSetSuccess",
  "RefillPurchaseSuccess",
  "SubscriptionChangeQuoteSuccess",
  "SubscriptionChangeSuccess",
  "ScheduledChange",
  "SubscriptionCancelSuccess",
  "SubscriptionKeepSuccess",
  "SubscriptionPauseSuccess",
  "SubscriptionResumeSuccess",
  "SubscriptionRenewalsSetSuccess",
];

const ERRORS = [
  "InvalidInputError",
  "NotFoundError",
  "ForbiddenError",
  "ConflictError",
  "IllegalTransitionError",
  "AlreadySubscribedError",
  "QuoteChangedError",
  "PaymentDeclinedError",
  "NotSupportedError",
  "LimitExceededError",
  "InsufficientBalanceError",
  "InsufficientUnitsError",
];

const keys: KeyingConfig = {
  ...Object.fromEntries([...EMBEDDED, ...ERRORS].map((name) => [name, () => null])),
  // The signed-in customer has one balance for each currency and one count for each unit; the cache ends with the session.
  Balance: ({ currency }) => String(currency),
  UnitBalance: ({ unit }) => String(unit),
};

// Only the names of the roots: `Subscription` is a thing one buys here, not the root of live updates.
const schema = {
  __schema: {
    queryType: { name: "Query" },
    mutationType: { name: "Mutation" },
    subscriptionType: { name: "LiveUpdates" },
  },
};

export const cache = () => cacheExchange({ schema, keys, possibleTypes: { Error: ERRORS } });
