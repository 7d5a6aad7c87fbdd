// A plan that is billed from the balance: its price, how long the balance lasts, and the button. Nothing is paid now.
import { useQuery } from "urql";
import { useTranslations } from "use-intl";
import { Button, ButtonLink } from "~/components/Button";
import { Loaded, SkeletonRows } from "~/components/Loaded";
import { Money } from "~/components/Money";
import { Notice } from "~/components/Notice";
import { Problem } from "~/components/Problem";
import { Section } from "~/components/Section";
import { LiveMoney } from "~/features/balance/LiveMoney";
import { type Balance, BalanceQuery } from "~/features/balance/operations";
import { useLiveBalance } from "~/features/balance/useLiveBalance";
import type { Plan } from "~/features/catalog/operations";
import { Unheard } from "~/features/payments/Unheard";
import { coveredUntil } from "~/features/tariffs/coverage";
import { useDates } from "~/i18n/dates";
import { useDurations } from "~/i18n/durations";
import { isPositive, type Money as MoneyValue } from "~/lib/money";
import { useNow } from "~/lib/tick";
import { Outcomes } from "./Outcomes";
import type { Order } from "./useOrder";

interface Props {
  order: Order;
  plan: Plan;
  currency: string;
}

export function TariffSummary({ order, plan, currency }: Props) {
  const t = useTranslations("subscribe");
  const tariff = useTranslations("tariff");
  const { quote, fresh, error, retry } = order.quote;
  const [result, refetch] = useQuery({
    query: BalanceQuery,
    variables: { currency },
    requestPolicy: "cache-and-network",
  });
  const look = () => refetch({ requestPolicy: "network-only" });
  useLiveBalance({ currency, version: result.data?.me?.balance.version }, look);
  const available = result.data?.me?.balance.available;
  const empty = available !== undefined && !isPositive(available.amount);
  const rate = quote?.nextCharge ?? plan.price;
  return (
    <div className="lg:sticky lg:top-6">
      <Section title={tariff("coverTitle")}>
        <Loaded result={result} onRetry={look} skeleton={<SkeletonRows rows={2} height="h-10" />}>
          {({ me }) =>
            me && rate && plan.interval ? (
              <div className={`grid gap-4 ${fresh ? "" : "opacity-60"}`} aria-busy={!fresh && !error}>
                <Coverage balance={me.balance} rate={rate} interval={plan.interval} planId={plan.id} />
              </div>
            ) : null
          }
        </Loaded>
        {error ? <Problem error={error} onRetry={retry} /> : null}
        <Outcomes order={order} />
        {order.unheard ? (
          <Unheard onRetry={order.retry} />
        ) : order.outcome?.type === "already" ? null : (
          <>
            <Button
              type="submit"
              kind={empty ? "plain" : "primary"}
              disabled={order.busy || !fresh}
              className="w-full"
            >
              {order.busy ? t("paying") : t("start")}
            </Button>
            <p className="text-13 text-ink-muted">{tariff("noCard")}</p>
            <p className="text-13 text-ink-muted">{tariff("agree")}</p>
          </>
        )}
      </Section>
    </div>
  );
}

interface CoverageProps {
  balance: Balance;
  rate: MoneyValue;
  interval: NonNullable<Plan["interval"]>;
  planId: string;
}

function Coverage({ balance, rate, interval, planId }: CoverageProps) {
  const t = useTranslations("tariff");
  const plans = useTranslations("plans");
  const words = useTranslations("balance");
  const { available, fundedUntil } = balance;
  return (
    <>
      <dl className="grid gap-2">
        <div className="flex flex-wrap justify-between gap-x-4">
          <dt className="text-ink-muted">{t("price")}</dt>
          <dd className="text-right font-medium">
            {t.rich("rate", { price: () => <Money value={rate} />, per: plans("per", interval) })}
          </dd>
        </div>
        <div className="flex flex-wrap justify-between gap-x-4">
          <dt className="text-ink-muted">{t("balanceNow")}</dt>
          <dd className="text-right font-medium">
            <LiveMoney value={available} label={words("available")} />
          </dd>
        </div>
      </dl>
      {isPositive(available.amount) ? (
        <div className="grid gap-1">
          <Lasts available={available} rate={rate} interval={interval} />
          {fundedUntil ? <p className="text-14 text-ink-muted">{t("coversShared")}</p> : null}
        </div>
      ) : (
        <Notice
          tone="warning"
          actions={
            <ButtonLink to="/balance/top-up" search={{ next: `/subscribe/${planId}` }}>
              {words("topUp")}
            </ButtonLink>
          }
        >
          {t("empty")}
        </Notice>
      )}
    </>
  );
}

function Lasts({
  available,
  rate,
  interval,
}: Pick<CoverageProps, "rate" | "interval"> & { available: MoneyValue }) {
  const t = useTranslations("tariff");
  const dates = useDates();
  const durations = useDurations();
  const now = useNow(Number.MAX_SAFE_INTEGER);
  const until = coveredUntil(available.amount, rate.amount, interval, new Date(now));
  const amount = () => <Money value={available} />;
  if (!until) return <p>{t.rich("coversLong", { amount })}</p>;
  return (
    <p>
      {t.rich("covers", {
        amount,
        time: durations.words(until.getTime() - now),
        date: dates.moment(until.toISOString()),
      })}
    </p>
  );
}
