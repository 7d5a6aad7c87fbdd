// The merchant's gateway accounts, in the order in which they are offered.
import { useQuery } from "urql";
import { useTranslations } from "use-intl";
import { Empty } from "~/components/Empty";
import { Loaded, SkeletonRows } from "~/components/Loaded";
import { Page } from "~/components/Page";
import { AccountCard } from "~/features/gateways/AccountCard";
import { BrokenGateways } from "~/features/gateways/BrokenGateways";
import { GatewaysQuery } from "~/features/gateways/operations";
import { ButtonLink } from "../links";

export function Gateways() {
  const t = useTranslations("gateways");
  const [result, run] = useQuery({ query: GatewaysQuery, requestPolicy: "cache-and-network" });
  const again = () => run({ requestPolicy: "network-only" });
  const connect = <ButtonLink to="/gateways/new">{t("connect")}</ButtonLink>;
  return (
    <Page title={t("title")} note={t("note")} aside={result.data?.gatewayAccounts.length ? connect : null}>
      <Loaded result={result} onRetry={again} skeleton={<SkeletonRows rows={3} height="h-40" />}>
        {({ gatewayAccounts, gatewayKinds, brokenGateways }) => (
          <div className="grid gap-6">
            <BrokenGateways broken={brokenGateways} />
            {gatewayAccounts.length === 0 ? (
              <Empty title={t("emptyTitle")} action={connect}>
                {t("empty")}
              </Empty>
            ) : (
              <ul className="grid gap-4">
                {gatewayAccounts.map((account, place) => (
                  <AccountCard
                    key={account.id}
                    account={account}
                    kind={gatewayKinds.find(({ slug }) => slug === account.gateway)}
                    place={place}
                    count={gatewayAccounts.length}
                    edit={
                      <ButtonLink
                        kind="plain"
                        to={`/gateways/${account.id}`}
                        aria-label={`${t("settings")}: ${account.label}`}
                      >
                        {t("settings")}
                      </ButtonLink>
                    }
                    onMoved={again}
                  />
                ))}
              </ul>
            )}
          </div>
        )}
      </Loaded>
    </Page>
  );
}
