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
import { useCatchUp } from "~/lib/catch-up";
import { subscriptionStatus } from "~/lib/status";
import { NotFound } from "./NotFound";
import { Funding } from "./subscription/Funding";
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
  const [heard] = useSubscription({ query: SubscriptionUpdated, variables: { id } });
  const look = () => refetch({ requestPolicy: "network-only" });
  useCatchUp(result.data?.subscription?.version, heard.data?.subscriptionUpdated.version, look);
  return (
    <Loaded result={result} onRetry={look} skeleton={<SkeletonRows rows={4} height="h-24" />}>
      {({ subscription }) =>
        subscription ? (
          <SubscriptionView subscription={subscription} onMoved={look} />
        ) : (
          <NotFound title={t("notFoundTitle")}>{t("notFound")}</NotFound>
        )
      }
    </Loaded>
  );
}

function SubscriptionView({ subscription, onMoved }: { subscription: Detail; onMoved: () => void }) {
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
      {subscription.plan.billing === "FROM_BALANCE" ? (
        <Funding subscription={subscription} onMoved={onMoved} />
      ) : null}
      <SubscriptionFacts subscription={subscription} />
      {invoice || subscription.plan.billing !== "FROM_BALANCE" ? (
        <Section title={t("invoice")}>
          {invoice ? <InvoiceView invoice={invoice} /> : <p className="text-ink-muted">{t("noInvoice")}</p>}
        </Section>
      ) : null}
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
