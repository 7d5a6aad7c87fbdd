// P5: one subscription, live: status, what it holds, its period, what it turns on, its latest invoice and payments.
import { getRouteApi } from "@tanstack/react-router";
import { useQuery, useSubscription } from "urql";
import { useTranslations } from "use-intl";
import { Loaded, SkeletonRows } from "~/components/Loaded";
import { Page } from "~/components/Page";
import { Section } from "~/components/Section";
import { StatusBadge } from "~/components/StatusBadge";
import { InvoiceView } from "~/features/invoices/InvoiceView";
import { PaymentRow } from "~/features/payments/PaymentRow";
import { subscriptionStatus } from "~/lib/status";
import { NotFound } from "./NotFound";
import { type Detail, SubscriptionQuery, SubscriptionUpdated } from "./subscription/operations";
import { SubscriptionFacts } from "./subscription/SubscriptionFacts";
import { Unfinished } from "./subscription/Unfinished";

const route = getRouteApi("/subscriptions/$id");

export function Subscription() {
  const t = useTranslations("subscription");
  const { id } = route.useParams();
  const [result, refetch] = useQuery({
    query: SubscriptionQuery,
    variables: { id },
    requestPolicy: "cache-and-network",
  });
  useSubscription({ query: SubscriptionUpdated, variables: { id } });
  return (
    <Loaded
      result={result}
      onRetry={() => refetch({ requestPolicy: "network-only" })}
      skeleton={<SkeletonRows rows={4} height="h-24" />}
    >
      {({ subscription }) =>
        subscription ? (
          <SubscriptionView subscription={subscription} />
        ) : (
          <NotFound title={t("notFoundTitle")}>{t("notFound")}</NotFound>
        )
      }
    </Loaded>
  );
}

function SubscriptionView({ subscription }: { subscription: Detail }) {
  const t = useTranslations("subscription");
  const words = useTranslations("status");
  const look = subscriptionStatus[subscription.status];
  const invoice = subscription.latestInvoice;
  return (
    <Page
      title={`${subscription.product.name} · ${subscription.plan.name}`}
      aside={<StatusBadge look={look} />}
      width="text"
    >
      <p aria-live="polite" className="sr-only">
        {words(look.word)}
      </p>
      <Unfinished subscription={subscription} />
      <SubscriptionFacts subscription={subscription} />
      <Section title={t("invoice")}>
        {invoice ? <InvoiceView invoice={invoice} /> : <p className="text-ink-muted">{t("noInvoice")}</p>}
      </Section>
      {invoice && invoice.payments.length > 0 ? (
        <Section title={t("payments")}>
          <ul className="divide-y divide-line border-y border-line">
            {invoice.payments.map((payment) => (
              <PaymentRow key={payment.id} payment={payment} />
            ))}
          </ul>
        </Section>
      ) : null}
    </Page>
  );
}
