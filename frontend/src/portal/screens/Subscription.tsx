// P5: one subscription, live: where it stands and what that means, what can be done, what it holds, what comes next and how
// that is paid, and what happened so far.
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useQuery, useSubscription } from "urql";
import { useTranslations } from "use-intl";
import { Loaded, SkeletonRows } from "~/components/Loaded";
import { Page } from "~/components/Page";
import { StatusBadge } from "~/components/StatusBadge";
import { ENDED } from "~/features/subscriptions/standing";
import { useCatchUp } from "~/lib/catch-up";
import { subscriptionStatus } from "~/lib/status";
import { NotFound } from "./NotFound";
import { Actions } from "./subscription/Actions";
import { Dialogs } from "./subscription/Dialogs";
import { Funding } from "./subscription/Funding";
import { History } from "./subscription/History";
import { Owed } from "./subscription/Owed";
import { type Detail, SubscriptionQuery, SubscriptionUpdated } from "./subscription/operations";
import { Renewals } from "./subscription/Renewals";
import { Standings } from "./subscription/Standings";
import { SubscriptionFacts } from "./subscription/SubscriptionFacts";
import { Unfinished } from "./subscription/Unfinished";
import { type Invoices, useInvoices } from "./subscription/useInvoices";

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
  const own = useInvoices(id, result.data?.subscription?.version);
  useCatchUp(result.data?.subscription?.version, heard.data?.subscriptionUpdated.version, look);
  return (
    <Loaded result={result} onRetry={look} skeleton={<SkeletonRows rows={4} height="h-24" />}>
      {({ subscription }) =>
        subscription ? (
          <SubscriptionView subscription={subscription} own={own} onMoved={look} />
        ) : (
          <NotFound title={t("notFoundTitle")}>{t("notFound")}</NotFound>
        )
      }
    </Loaded>
  );
}

interface Props {
  subscription: Detail;
  own: Invoices;
  onMoved: () => void;
}

function SubscriptionView({ subscription, own: { invoices, on }, onMoved: look }: Props) {
  const words = useTranslations("status");
  const onMoved = useHeldFocus(look);
  const { status } = subscription;
  return (
    <Page
      title={`${subscription.product.name} · ${subscription.plan.name}`}
      aside={<StatusBadge look={subscriptionStatus[status]} />}
      width="text"
    >
      <p aria-live="polite" className="sr-only">
        {words(subscriptionStatus[status].word)}
      </p>
      {invoices && on ? (
        <>
          <Unfinished subscription={subscription} invoices={invoices} />
          <Owed subscription={subscription} invoices={invoices} on={on} />
        </>
      ) : subscription.availableActions.includes("PAY") ? (
        <SkeletonRows rows={1} height="h-36" />
      ) : null}
      <Standings subscription={subscription} onMoved={onMoved} />
      {subscription.plan.billing === "FROM_BALANCE" && !ENDED.includes(status) ? (
        <Funding subscription={subscription} onMoved={onMoved} />
      ) : null}
      <Actions subscription={subscription} onMoved={onMoved} />
      <SubscriptionFacts subscription={subscription} />
      <Renewals subscription={subscription} onMoved={onMoved} />
      <History subscription={subscription} invoices={invoices} />
      <Dialogs subscription={subscription} onMoved={onMoved} />
    </Page>
  );
}

const HELD_MS = 3_000;

/** What was pressed may be gone with what it did. The focus then goes to the heading: it is never lost. */
function useHeldFocus(look: () => void): () => void {
  const acted = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    if (performance.now() - acted.current > HELD_MS || document.activeElement !== document.body) return;
    document.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
  });
  return () => {
    acted.current = performance.now();
    look();
  };
}
