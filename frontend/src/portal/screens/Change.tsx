// P6: move to another plan, quantity or add-ons, after looking at exactly what that changes and costs.
import { getRouteApi, Link } from "@tanstack/react-router";
import { useQuery } from "urql";
import { useTranslations } from "use-intl";
import { Loaded, SkeletonRows } from "~/components/Loaded";
import { Notice } from "~/components/Notice";
import { Page } from "~/components/Page";
import { PlanFields } from "~/features/catalog/operations";
import { useViewer } from "~/features/session/useViewer";
import { SubscriptionRowFields } from "~/features/subscriptions/operations";
import { graphql } from "~/lib/graphql";
import { ChangeForm } from "./change/ChangeForm";
import { NotFound } from "./NotFound";

const route = getRouteApi("/subscriptions/$id/change");

const ChangeableQuery = graphql(
  `
    query Changeable($id: ID!, $currency: CurrencyCode!) {
      subscription(id: $id) {
        ...SubscriptionRowFields
        availableActions
        addons { quantity addon { id } }
        plan { ...PlanFields }
        product { id name plans { ...PlanFields } }
      }
    }
  `,
  [SubscriptionRowFields, PlanFields],
);

export function Change() {
  const { id } = route.useParams();
  const problem = useTranslations("problem");
  const viewer = useViewer();
  return (
    <Loaded
      result={viewer.result}
      onRetry={viewer.refetch}
      skeleton={<SkeletonRows rows={3} height="h-32" />}
    >
      {({ viewer: person }) =>
        person?.customer ? (
          <ChangePage key={id} id={id} currency={person.customer.currency} />
        ) : (
          <NotFound>{problem("noCustomer")}</NotFound>
        )
      }
    </Loaded>
  );
}

function ChangePage({ id, currency }: { id: string; currency: string }) {
  const t = useTranslations("change");
  const words = useTranslations("subscription");
  const { plan: wanted } = route.useSearch();
  const [result, refetch] = useQuery({
    query: ChangeableQuery,
    variables: { id, currency },
    requestPolicy: "cache-and-network",
  });
  return (
    <Loaded
      result={result}
      onRetry={() => refetch({ requestPolicy: "network-only" })}
      skeleton={<SkeletonRows rows={3} height="h-32" />}
    >
      {({ subscription }) => {
        if (!subscription) return <NotFound title={words("notFoundTitle")}>{words("notFound")}</NotFound>;
        const { product, availableActions } = subscription;
        // What is no longer sold can still be left.
        const present = subscription.plan;
        const plans = product.plans.filter((each) => each.billing === present.billing && each.price !== null);
        const can = availableActions.includes("CHANGE");
        const held = {
          quantity: subscription.quantity,
          addons: Object.fromEntries(subscription.addons.map(({ addon, quantity }) => [addon.id, quantity])),
        };
        return (
          <Page
            title={t("title", { name: product.name })}
            note={
              <>
                {present.name} ·{" "}
                <Link to="/subscriptions/$id" params={{ id }} className="link">
                  {t("back")}
                </Link>
              </>
            }
          >
            {can && plans.length > 0 ? (
              <ChangeForm
                subscriptionId={id}
                held={held}
                present={present}
                plans={plans}
                wanted={wanted}
                currency={currency}
              />
            ) : (
              <Notice tone="neutral">{t(can ? "none" : "cannot")}</Notice>
            )}
          </Page>
        );
      }}
    </Loaded>
  );
}
