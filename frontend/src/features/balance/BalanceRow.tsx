// A balance in one line, live, for a page that is about other things.
import { useTranslations } from "use-intl";
import { ButtonLink } from "~/components/Button";
import { useDates } from "~/i18n/dates";
import { LiveMoney } from "./LiveMoney";
import type { Balance } from "./operations";
import { useLiveBalance } from "./useLiveBalance";

interface Props {
  balance: Balance;
  /** In the currency that the customer is billed in: the one that can be topped up. */
  own: boolean;
  onStale: () => void;
}

export function BalanceRow({ balance, own, onStale }: Props) {
  const t = useTranslations("home");
  const words = useTranslations("balance");
  const dates = useDates();
  const { available, fundedUntil } = balance;
  useLiveBalance(balance, onStale);
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-2 py-3">
      <div className="flex-1 basis-36">
        <p className="text-20 font-semibold">
          <LiveMoney value={available} label={words("available")} />
        </p>
        {fundedUntil ? (
          <p className="text-14 text-ink-muted">{t("fundedUntil", { date: dates.moment(fundedUntil) })}</p>
        ) : null}
      </div>
      {own ? (
        <ButtonLink kind="plain" to="/balance/top-up">
          {words("topUp")}
        </ButtonLink>
      ) : null}
    </li>
  );
}
