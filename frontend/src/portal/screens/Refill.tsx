// Buys a refill, then leads to its payment. How many bags is kept in the address.
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useQuery } from "urql";
import { useTranslations } from "use-intl";
import { Loaded, SkeletonRows } from "~/components/Loaded";
import { Notice } from "~/components/Notice";
import { Page } from "~/components/Page";
import { PlanQuery } from "~/features/catalog/operations";
import { useViewer } from "~/features/session/useViewer";
import { RefillForm } from "~/features/units/RefillForm";
import { NotFound } from "./NotFound";

const route = getRouteApi("/refill/$planId");

export function Refill() {
  const { planId } = route.useParams();
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
          <RefillPage key={planId} planId={planId} currency={person.customer.currency} />
        ) : (
          <NotFound>{problem("noCustomer")}</NotFound>
        )
      }
    </Loaded>
  );
}

function RefillPage({ planId, currency }: { planId: string; currency: string }) {
  const t = useTranslations("refill");
  const words = useTranslations("subscribe");
  const { quantity } = route.useSearch();
  const go = route.useNavigate();
  const navigate = useNavigate();
  // The price that is on screen is what will be charged: never one from an earlier visit.
  const [result, refetch] = useQuery({
    query: PlanQuery,
    variables: { id: planId, currency },
    requestPolicy: "cache-and-network",
  });
  return (
    <Loaded result={result} onRetry={() => refetch()} skeleton={<SkeletonRows rows={3} height="h-32" />}>
      {({ plan }) =>
        // What is subscribed to is bought elsewhere.
        plan && plan.interval === null ? (
          <Page
            title={t("title", { name: plan.name })}
            note={
              <>
                {plan.product.name} ·{" "}
                <Link to="/plans" search={{ product: plan.product.id }} className="link">
                  {words("change")}
                </Link>
              </>
            }
          >
            {plan.price ? (
              <RefillForm
                plan={plan}
                price={plan.price}
                quantity={quantity ?? 1}
                onQuantity={(next) =>
                  void go({ search: { quantity: next }, replace: true, resetScroll: false })
                }
                onPayment={(id) => navigate({ to: "/payments/$id", params: { id } })}
              />
            ) : (
              <Notice tone="warning">{words("noPrice", { name: plan.name, currency })}</Notice>
            )}
          </Page>
        ) : (
          <NotFound>{words("notFound")}</NotFound>
        )
      }
    </Loaded>
  );
}
