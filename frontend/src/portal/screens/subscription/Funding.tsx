// How a plan that is billed from the balance stands: until when the balance pays for it, live; or that it ran out, and
// the way to go on.
import { useEffect, useRef } from "react";
import { useQuery } from "urql";
import { useTranslations } from "use-intl";
import { ButtonLink } from "~/components/Button";
import { Fact, Facts } from "~/components/Facts";
import { SkeletonRows } from "~/components/Loaded";
import { Money } from "~/components/Money";
import { Notice } from "~/components/Notice";
import { Section } from "~/components/Section";
import { FundedUntil } from "~/features/balance/FundedUntil";
import { LiveMoney } from "~/features/balance/LiveMoney";
import { type Balance, BalanceQuery } from "~/features/balance/operations";
import { useLiveBalance } from "~/features/balance/useLiveBalance";
import { rateOf } from "~/features/tariffs/rate";
import { useDates } from "~/i18n/dates";
import type { Detail } from "./operations";

interface Props {
  subscription: Detail;
  /** The balance moved: what is said of the subscription may have moved with it. */
  onMoved: () => void;
}

export function Funding({ subscription, onMoved }: Props) {
  const t = useTranslations("tariff");
  const plans = useTranslations("plans");
  const words = useTranslations("balance");
  const dates = useDates();
  const { id, status, plan, fundedUntil, lastBilledAt } = subscription;
  const currency = plan.price?.currency ?? null;
  const [{ data }, refetch] = useQuery({
    query: BalanceQuery,
    variables: { currency },
    requestPolicy: "cache-and-network",
  });
  const balance = data?.me?.balance;
  useBalanceMoves(balance?.version, onMoved);
  const rate = rateOf(subscription);
  const suspended = status === "SUSPENDED";
  const topUp = { next: `/subscriptions/${id}` };
  return (
    <Section title={t("funding")}>
      {suspended ? (
        <Notice
          tone="danger"
          title={lastBilledAt ? t("suspendedTitle", { date: dates.moment(lastBilledAt) }) : t("off")}
          actions={
            <ButtonLink to="/balance/top-up" search={topUp}>
              {t("resume")}
            </ButtonLink>
          }
        >
          {t("suspended")}
        </Notice>
      ) : fundedUntil ? (
        <FundedUntil until={fundedUntil} />
      ) : null}
      <Facts>
        {rate && plan.interval ? (
          <Fact name={t("price")}>
            {t.rich("rate", { price: () => <Money value={rate} />, per: plans("per", plan.interval) })}
          </Fact>
        ) : null}
        <Fact name={t("balanceNow")}>
          {balance ? (
            <Followed balance={balance} onStale={() => refetch({ requestPolicy: "network-only" })} />
          ) : (
            <SkeletonRows rows={1} height="h-6" />
          )}
        </Fact>
        {lastBilledAt && !suspended ? (
          <Fact name={t("billedUpTo")}>
            <span className="tabular-nums">{dates.moment(lastBilledAt)}</span>
          </Fact>
        ) : null}
      </Facts>
      {suspended || !fundedUntil ? null : (
        <div>
          <ButtonLink kind="plain" to="/balance/top-up" search={topUp}>
            {words("topUp")}
          </ButtonLink>
        </div>
      )}
    </Section>
  );
}

interface FollowedProps {
  balance: Balance;
  onStale: () => void;
}

/** The balance, followed once it is there. */
function Followed({ balance, onStale }: FollowedProps) {
  const words = useTranslations("balance");
  useLiveBalance(balance, onStale);
  return <LiveMoney value={balance.available} label={words("available")} />;
}

/** Tells of every version after the first one that was seen. */
function useBalanceMoves(version: number | undefined, onMoved: () => void): void {
  const told = useRef(onMoved);
  told.current = onMoved;
  const seen = useRef(version);
  useEffect(() => {
    if (version === undefined || version === seen.current) return;
    if (seen.current !== undefined) told.current();
    seen.current = version;
  }, [version]);
}
