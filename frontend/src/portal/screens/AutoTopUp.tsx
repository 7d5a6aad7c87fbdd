// The rule by which the balance tops itself up. It needs a saved card: without one, it says how to get one.
import { Link, useNavigate } from "@tanstack/react-router";
import { useQuery } from "urql";
import { useTranslations } from "use-intl";
import { ButtonLink } from "~/components/Button";
import { Empty } from "~/components/Empty";
import { Loaded, SkeletonRows } from "~/components/Loaded";
import { Page } from "~/components/Page";
import { AutoTopUpForm } from "~/features/balance/AutoTopUpForm";
import { BalanceQuery } from "~/features/balance/operations";

export function AutoTopUp() {
  const t = useTranslations("autoTopUp");
  const balance = useTranslations("balance");
  const problem = useTranslations("problem");
  const navigate = useNavigate();
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
      width="narrow"
    >
      <Loaded
        result={result}
        onRetry={() => refetch({ requestPolicy: "network-only" })}
        skeleton={<SkeletonRows rows={4} height="h-16" />}
      >
        {({ me }) =>
          !me ? (
            <p className="text-ink-muted">{problem("noCustomer")}</p>
          ) : me.paymentMethods.length === 0 ? (
            <Empty
              title={t("noCardsTitle")}
              action={
                <ButtonLink to="/balance/top-up" search={{ next: "/balance/automatic" }}>
                  {balance("topUp")}
                </ButtonLink>
              }
            >
              {t("noCards")}
            </Empty>
          ) : (
            <>
              <p className="text-ink-muted">{t("formNote")}</p>
              <AutoTopUpForm
                balance={me.balance}
                methods={me.paymentMethods}
                onDone={() => void navigate({ to: "/balance" })}
              />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}
