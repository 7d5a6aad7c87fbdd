// P9: the balance in each currency, live; how it tops itself up; and the log of everything that moved it.
import { getRouteApi } from "@tanstack/react-router";
import { useQuery } from "urql";
import { useTranslations } from "use-intl";
import { Loaded, SkeletonRows } from "~/components/Loaded";
import { Page } from "~/components/Page";
import { AutoTopUpCard } from "~/features/balance/AutoTopUpCard";
import { BalanceLog } from "~/features/balance/BalanceLog";
import { BalancePanel } from "~/features/balance/BalancePanel";
import { type Balance as BalanceData, BalancesQuery } from "~/features/balance/operations";

const route = getRouteApi("/balance");

export function Balance() {
  const t = useTranslations("balance");
  const problem = useTranslations("problem");
  const [result, refetch] = useQuery({ query: BalancesQuery, requestPolicy: "cache-and-network" });
  const look = () => refetch({ requestPolicy: "network-only" });
  return (
    <Page title={t("title")} note={t("note")}>
      <Loaded result={result} onRetry={look} skeleton={<SkeletonRows rows={3} height="h-40" />}>
        {({ me }) =>
          me ? (
            <Balances balances={me.balances} own={me.currency} onStale={look} />
          ) : (
            <p className="text-ink-muted">{problem("noCustomer")}</p>
          )
        }
      </Loaded>
    </Page>
  );
}

interface Props {
  balances: BalanceData[];
  own: string;
  onStale: () => void;
}

/** The customer's own currency first; then what the address asks for is what the rest of the page is about. */
function Balances({ balances, own, onStale }: Props) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const sorted = [...balances].sort((a, b) => Number(b.currency === own) - Number(a.currency === own));
  const shown = sorted.find(({ currency }) => currency === search.currency) ?? sorted[0];
  if (!shown) return null;
  const { currency, reason, from, until } = search;
  return (
    <>
      <div className="grid items-start gap-x-10 gap-y-8 lg:grid-cols-2">
        <div className="grid gap-4">
          {sorted.map((balance) => (
            <BalancePanel
              key={balance.currency}
              balance={balance}
              own={balance.currency === own}
              chosen={sorted.length > 1 ? balance === shown : null}
              onStale={onStale}
            />
          ))}
        </div>
        {sorted[0]?.currency === own ? <AutoTopUpCard balance={sorted[0]} /> : null}
      </div>
      <BalanceLog
        currency={shown.currency}
        version={shown.version}
        shown={{ reason, from, until }}
        onShow={(next) =>
          void navigate({
            search: { ...(currency ? { currency } : {}), ...next },
            replace: true,
            resetScroll: false,
          })
        }
      />
    </>
  );
}
