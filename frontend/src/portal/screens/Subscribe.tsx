// P4: subscribe on one page. The plan is loaded in the customer's currency; the form below does the rest.
import { getRouteApi, Link } from "@tanstack/react-router";
import { useQuery } from "urql";
import { useTranslations } from "use-intl";
import { Loaded, SkeletonRows } from "~/components/Loaded";
import { Notice } from "~/components/Notice";
import { Page } from "~/components/Page";
import { PlanQuery } from "~/features/catalog/operations";
import { useViewer } from "~/features/session/useViewer";
import { NotFound } from "./NotFound";
import { SubscribeForm } from "./subscribe/SubscribeForm";

const route = getRouteApi("/subscribe/$planId");

export function Subscribe() {
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
          <SubscribePage key={planId} planId={planId} currency={person.customer.currency} />
        ) : (
          <NotFound>{problem("noCustomer")}</NotFound>
        )
      }
    </Loaded>
  );
}

function SubscribePage({ planId, currency }: { planId: string; currency: string }) {
  const t = useTranslations("subscribe");
  const [result, refetch] = useQuery({ query: PlanQuery, variables: { id: planId, currency } });
  return (
    <Loaded result={result} onRetry={() => refetch()} skeleton={<SkeletonRows rows={3} height="h-32" />}>
      {({ plan }) =>
        plan ? (
          <Page
            title={t("title", { name: plan.name })}
            note={
              <>
                {plan.product.name} ·{" "}
                <Link to="/plans" className="link">
                  {t("change")}
                </Link>
              </>
            }
          >
            {plan.price ? (
              <SubscribeForm plan={plan} currency={currency} />
            ) : (
              <Notice tone="warning">{t("noPrice", { name: plan.name, currency })}</Notice>
            )}
          </Page>
        ) : (
          <NotFound>{t("notFound")}</NotFound>
        )
      }
    </Loaded>
  );
}
