// What the subscription's page reads, once as a query and then as live updates of the same shape.
import { FeatureFields } from "~/features/catalog/operations";
import { InvoiceFields } from "~/features/invoices/operations";
import { PaymentRowFields } from "~/features/payments/operations";
import { SubscriptionRowFields } from "~/features/subscriptions/operations";
import { graphql, MoneyFields, type ResultOf } from "~/lib/graphql";

const DetailFields = graphql(
  `
    fragment DetailFields on Subscription @_unmask {
      ...SubscriptionRowFields
      version
      createdAt
      availableActions
      plan {
        interval { unit count }
        price { ...MoneyFields }
        features { ...FeatureFields }
      }
      addons { quantity addon { id name charge price { ...MoneyFields } features { ...FeatureFields } } }
      latestInvoice { ...InvoiceFields payments { ...PaymentRowFields } }
    }
  `,
  [SubscriptionRowFields, MoneyFields, FeatureFields, InvoiceFields, PaymentRowFields],
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

export type Detail = ResultOf<typeof DetailFields>;
