// What is left of everything that was bought in bags, until when it can be used, and the way to more.
import { useQuery } from "urql";
import { useTranslations } from "use-intl";
import { ButtonLink } from "~/components/Button";
import { Empty } from "~/components/Empty";
import { Loaded, SkeletonRows } from "~/components/Loaded";
import { Page } from "~/components/Page";
import { UnitsQuery } from "~/features/units/operations";
import { refillsOf } from "~/features/units/refills";
import { UnitCard } from "~/features/units/UnitCard";
import { useFallback } from "~/lib/fallback";

const POLL_MS = 30_000;

export function Units() {
  const t = useTranslations("units");
  const problem = useTranslations("problem");
  const [result, refetch] = useQuery({ query: UnitsQuery, requestPolicy: "cache-and-network" });
  const look = () => refetch({ requestPolicy: "network-only" });
  useFallback(look, POLL_MS);
  return (
    <Page title={t("title")} note={t("note")}>
      <Loaded result={result} onRetry={look} skeleton={<SkeletonRows rows={2} height="h-48" />}>
        {({ me, products }) =>
          !me ? (
            <p className="text-ink-muted">{problem("noCustomer")}</p>
          ) : me.units.length === 0 ? (
            <Empty
              title={t("emptyTitle")}
              action={
                <ButtonLink
                  to="/plans"
                  search={products.nodes.length === 1 ? { product: products.nodes[0]?.id } : {}}
                >
                  {t("toRefills")}
                </ButtonLink>
              }
            >
              {t("empty")}
            </Empty>
          ) : (
            <div className="grid items-start gap-4 lg:grid-cols-2">
              {me.units.map((balance) => (
                <UnitCard
                  key={balance.unit}
                  balance={balance}
                  refills={refillsOf(balance.unit, products.nodes)}
                />
              ))}
            </div>
          )
        }
      </Loaded>
    </Page>
  );
}
