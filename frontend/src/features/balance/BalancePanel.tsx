// One balance, live: what can be spent, what is held, until when it pays for what runs, and the way to more.
import { Link } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { ButtonLink } from "~/components/Button";
import { Money } from "~/components/Money";
import { isPositive } from "~/lib/money";
import { FundedUntil } from "./FundedUntil";
import { LiveMoney } from "./LiveMoney";
import type { Balance } from "./operations";
import { useLiveBalance } from "./useLiveBalance";

interface Props {
  balance: Balance;
  /** In the currency that the customer is billed in: the one that can be topped up. */
  own: boolean;
  /** Whether the rest of the page is about this one; null when there is no other. */
  chosen: boolean | null;
  onStale: () => void;
}

export function BalancePanel({ balance, own, chosen, onStale }: Props) {
  const t = useTranslations("balance");
  const { currency, available, held, fundedUntil } = balance;
  useLiveBalance(balance, onStale);
  return (
    <article
      aria-label={t("of", { currency })}
      className={`grid content-start gap-5 rounded-l border bg-subtle p-5 sm:p-8 ${chosen ? "border-accent" : "border-line"}`}
    >
      <div className="grid gap-1">
        <p className="text-14 font-medium text-ink-muted">{t("available")}</p>
        <p className="text-32 font-semibold tracking-(--track-display) sm:text-40">
          <LiveMoney value={available} label={t("available")} />
        </p>
        {isPositive(held.amount) ? (
          <p className="text-14 text-ink-muted">{t.rich("held", { amount: () => <Money value={held} /> })}</p>
        ) : null}
      </div>
      {fundedUntil ? <FundedUntil until={fundedUntil} /> : null}
      <div className="flex flex-wrap items-center gap-3">
        {own ? <ButtonLink to="/balance/top-up">{t("topUp")}</ButtonLink> : null}
        {chosen === false ? (
          <Link to="/balance" search={{ currency }} className="link inline-flex min-h-11 items-center">
            {t("transactionsIn", { currency })}
          </Link>
        ) : null}
      </div>
    </article>
  );
}
