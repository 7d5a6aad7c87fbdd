// What the subscription's page reads, once as a query and then as live updates of the same shape.
import { FeatureFields } from "~/features/catalog/operations";
import { LineFields } from "~/features/invoices/operations";
import { PaymentMethodFields, PaymentRowFields } from "~/features/payments/operations";
import { SubscriptionRowFields } from "~/features/subscriptions/operations";
import { DiscountAmountFields, DiscountFields, TaxAmountFields } from "~/features/terms/operations";
import { graphql, MoneyFields, type ResultOf } from "~/lib/graphql";

const DetailFields = graphql(
  `
    fragment DetailFields on Subscription @_unmask {
      ...SubscriptionRowFields
      version
      createdAt
      availableActions
      pastDueAt
      featuresUntil
      unusedBecomes
      pausedAt
      trial { start end }
      collection
      paymentMethod { ...PaymentMethodFields }
      discounts { ...DiscountFields }
      pendingChange {
        effectiveAt
        quantity
        awaitsPayment
        plan { id name }
        addons { quantity addon { id name } }
      }
      nextInvoice {
        effectiveAt
        lines { ...LineFields }
        subtotal { ...MoneyFields }
        discounts { ...DiscountAmountFields }
        taxes { ...TaxAmountFields }
        total { ...MoneyFields }
      }
      plan {
        archivedAt
        interval { unit count }
        price { ...MoneyFields }
        features { ...FeatureFields }
      }
      addons { quantity addon { id name charge price { ...MoneyFields } features { ...FeatureFields } } }
      latestInvoice { id status }
    }
  `,
  [
    SubscriptionRowFields,
    MoneyFields,
    FeatureFields,
    LineFields,
    PaymentMethodFields,
    DiscountFields,
    DiscountAmountFields,
    TaxAmountFields,
  ],
);

export const SubscriptionQuery = graphql(
  `
    query Subscription($id: ID!) {
      subscription(id: $id) { ...DetailFields }
    }
  `,
  [DetailFields],
);

export const SubscriptionUpdated = graphql(
  `
    subscription SubscriptionUpdated($id: ID!) {
      subscriptionUpdated(id: $id) { ...DetailFields }
    }
  `,
  [DetailFields],
);

/** The customer's invoices, to take this subscription's from, and the features that are on whatever the status says. */
export const InvoicesQuery = graphql(
  `
    query SubscriptionInvoices {
      me {
        id
        entitlements { code }
        invoices(first: 50) {
          nodes {
            id
            number
            status
            issuedAt
            dueAt
            total { ...MoneyFields }
            amountDue { ...MoneyFields }
            subscription { id }
            payments { ...PaymentRowFields }
          }
        }
      }
    }
  `,
  [MoneyFields, PaymentRowFields],
);

/** What was given to the balance, to find what a cancellation gave back. */
export const CreditsQuery = graphql(
  `
    query Credits {
      me {
        id
        transactions(first: 10, reason: [CREDIT]) {
          nodes { id occurredAt amount { ...MoneyFields } subscription { id } }
        }
      }
    }
  `,
  [MoneyFields],
);

export type Detail = ResultOf<typeof DetailFields>;
export type OwnInvoice = NonNullable<ResultOf<typeof InvoicesQuery>["me"]>["invoices"]["nodes"][number];
