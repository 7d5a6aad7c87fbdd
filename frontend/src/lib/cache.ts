// The normalized cache. Things with an id are kept once, so a live update of a payment shows wherever it is on
// screen; values without an id (money, periods, answers) are kept inside their owner. Nothing is optimistic here.
import { cacheExchange, type KeyingConfig } from "@urql/exchange-graphcache";

const EMBEDDED = [
  "Money",
  "MoneyRange",
  "Period",
  "Interval",
  "PlanAnchor",
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
  "DiscountAmount",
  "TaxAmount",
  "CouponTerms",
  "Derivation",
  "Decline",
  "PaymentOption",
  "BrowserFields",
  "FieldError",
  "SubscriptionQuoteSuccess",
  "SubscriptionCreateSuccess",
  "InvoicePaySuccess",
  "PaymentCancelSuccess",
  "PaymentReturnSuccess",
  "PaymentMethodAddSuccess",
  "PaymentMethodRemoveSuccess",
  "PaymentMethodSetDefaultSuccess",
  "CustomerRegisterSuccess",
  "BalanceTopUpSuccess",
  "AutoTopUpSetSuccess",
  "RefillBill",
  "RefillQuoteSuccess",
  "RefillPurchaseSuccess",
  "SubscriptionChangeQuoteSuccess",
  "SubscriptionChangeSuccess",
  "ScheduledChange",
  "SubscriptionCancelSuccess",
  "SubscriptionKeepSuccess",
  "SubscriptionPauseSuccess",
  "SubscriptionResumeSuccess",
  "SubscriptionRenewalsSetSuccess",
  "SubscriptionCouponAddSuccess",
  "SubscriptionDiscountRemoveSuccess",
  "GatewayCapabilities",
  "GatewayHealth",
  "GatewayAccountCreateSuccess",
  "GatewayAccountUpdateSuccess",
  "GatewayAccountTestSuccess",
  "GatewayAccountInstallWebhookSuccess",
  "GatewayAccountRemoveSuccess",
  "GatewayEventConnection",
  "GatewayEventReplaySuccess",
  "StaffTaskConnection",
  "CustomerConnection",
  "PaymentRegisterSuccess",
  "PaymentReverseSuccess",
  "StaffTaskResolveSuccess",
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

const ACTIONS = [
  "RedirectAction",
  "ClientConfirmAction",
  "VoucherAction",
  "BankTransferAction",
  "InstructionsAction",
];

const keys: KeyingConfig = {
  ...Object.fromEntries([...EMBEDDED, ...ERRORS, ...ACTIONS].map((name) => [name, () => null])),
  // The signed-in customer has one balance for each currency and one count for each unit; the cache ends with the session.
  Balance: ({ currency }) => String(currency),
  UnitBalance: ({ unit }) => String(unit),
  GatewayKind: ({ slug }) => String(slug),
  BrokenGateway: ({ name }) => String(name),
};

// Only the names of the roots: `Subscription` is a thing one buys here, not the root of live updates.
const schema = {
  __schema: {
    queryType: { name: "Query" },
    mutationType: { name: "Mutation" },
    subscriptionType: { name: "LiveUpdates" },
  },
};

export const cache = () =>
  cacheExchange({ schema, keys, possibleTypes: { Error: ERRORS, PaymentAction: ACTIONS } });
