// After a top-up: the new balance, live, and the way on; or, when no money came, the way to try again.
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useQuery } from "urql";
import { useTranslations } from "use-intl";
import { Button, ButtonLink } from "~/components/Button";
import { Loaded, SkeletonRows } from "~/components/Loaded";
import { FundedUntil } from "~/features/balance/FundedUntil";
import { LiveMoney } from "~/features/balance/LiveMoney";
import { BalanceQuery } from "~/features/balance/operations";
import { useLiveBalance } from "~/features/balance/useLiveBalance";
import type { Payment } from "~/features/payments/operations";

const route = getRouteApi("/payments/$id");

export function ToppedUp({ currency }: { currency: string }) {
  const t = useTranslations("payment");
  const router = useRouter();
  const { next } = route.useSearch();
  const [result, refetch] = useQuery({
    query: BalanceQuery,
    variables: { currency },
    requestPolicy: "cache-and-network",
  });
  const look = () => refetch({ requestPolicy: "network-only" });
  useLiveBalance({ currency, version: result.data?.me?.balance.version }, look);
  return (
    <div className="grid justify-items-start gap-6">
      <Loaded result={result} onRetry={look} skeleton={<SkeletonRows rows={1} height="h-16" />}>
        {({ me }) =>
          me ? (
            <div className="grid gap-3">
              <div>
                <p className="text-14 font-medium text-ink-muted">{t("topUpDone")}</p>
                <p className="text-32 font-semibold tracking-(--track-display)">
                  <LiveMoney value={me.balance.available} label={t("topUpDone")} />
                </p>
              </div>
              {me.balance.fundedUntil ? <FundedUntil until={me.balance.fundedUntil} /> : null}
            </div>
          ) : null
        }
      </Loaded>
      <div className="flex flex-wrap gap-3">
        {next ? <Button onClick={() => router.history.push(next)}>{t("goOn")}</Button> : null}
        <ButtonLink kind={next ? "plain" : "primary"} to="/balance">
          {t("toBalance")}
        </ButtonLink>
      </div>
    </div>
  );
}

export function TopUpAgain({ payment }: { payment: Payment }) {
  const t = useTranslations("payment");
  const { next } = route.useSearch();
  const { amount } = payment.amount;
  return (
    <div>
      <ButtonLink to="/balance/top-up" search={{ amount, ...(next ? { next } : {}) }}>
        {t("topUpAgain")}
      </ButtonLink>
    </div>
  );
}
