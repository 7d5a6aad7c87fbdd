// Adds money to the balance, then leads to the payment that brings it.
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useQuery } from "urql";
import { useTranslations } from "use-intl";
import { Loaded, SkeletonRows } from "~/components/Loaded";
import { Page } from "~/components/Page";
import { BalanceQuery } from "~/features/balance/operations";
import { TopUpForm } from "~/features/balance/TopUpForm";

const route = getRouteApi("/balance/top-up");

export function TopUp() {
  const t = useTranslations("topUp");
  const balance = useTranslations("balance");
  const problem = useTranslations("problem");
  const navigate = useNavigate();
  const { amount, next } = route.useSearch();
  const [result, refetch] = useQuery({
    query: BalanceQuery,
    variables: { currency: null },
    requestPolicy: "cache-and-network",
  });
  return (
    <Page
      title={t("title")}
      note={
        <Link to="/balance" className="link">
          {balance("title")}
        </Link>
      }
    >
      <Loaded
        result={result}
        onRetry={() => refetch({ requestPolicy: "network-only" })}
        skeleton={<SkeletonRows rows={3} height="h-32" />}
      >
        {({ me }) =>
          me ? (
            <TopUpForm
              balance={me.balance}
              wanted={amount}
              next={next}
              onPayment={(id) =>
                navigate({ to: "/payments/$id", params: { id }, search: next ? { next } : {} })
              }
            />
          ) : (
            <p className="text-ink-muted">{problem("noCustomer")}</p>
          )
        }
      </Loaded>
    </Page>
  );
}
