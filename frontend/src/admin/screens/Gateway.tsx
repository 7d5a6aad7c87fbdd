// One gateway account: whether it works, where its webhooks go, its settings, and its end.
import { useRef, useState } from "react";
import { useClient, useQuery } from "urql";
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { Loaded, SkeletonRows } from "~/components/Loaded";
import { Notice } from "~/components/Notice";
import { Page } from "~/components/Page";
import { Section } from "~/components/Section";
import { AccountForm, type Entered } from "~/features/gateways/AccountForm";
import { ModeMark } from "~/features/gateways/AccountMarks";
import { HealthPanel } from "~/features/gateways/HealthPanel";
import {
  type GatewayAccount,
  GatewayAccountQuery,
  GatewayAccountUpdateMutation,
  type GatewayKind,
  GatewaysQuery,
} from "~/features/gateways/operations";
import { RemoveDialog } from "~/features/gateways/RemoveDialog";
import { useAccountAct } from "~/features/gateways/useAccountActs";
import { WebhookPanel } from "~/features/gateways/WebhookPanel";
import { Link, useAddressId, useGo } from "../links";
import { NotFound } from "./NotFound";

export function Gateway() {
  const id = useAddressId();
  const [result, run] = useQuery({
    query: GatewayAccountQuery,
    variables: { id },
    requestPolicy: "cache-and-network",
  });
  const again = () => run({ requestPolicy: "network-only" });
  return (
    <Loaded result={result} onRetry={again} skeleton={<SkeletonRows rows={5} />}>
      {({ gatewayAccount, gatewayKinds }) =>
        gatewayAccount ? (
          <Account
            key={id}
            account={gatewayAccount}
            kind={gatewayKinds.find(({ slug }) => slug === gatewayAccount.gateway)}
          />
        ) : (
          <NotFound />
        )
      }
    </Loaded>
  );
}

function savedWords({ enabled }: GatewayAccount, works: boolean) {
  if (works) return enabled ? "savedWorks" : "savedWorksOff";
  return enabled ? "savedBroken" : "savedBrokenOff";
}

function Account({ account, kind }: { account: GatewayAccount; kind: GatewayKind | undefined }) {
  const t = useTranslations("gateways");
  const go = useGo();
  const client = useClient();
  const { send } = useAccountAct(GatewayAccountUpdateMutation);
  // The form starts anew with what is stored after each save.
  const [round, setRound] = useState(0);
  const [saved, setSaved] = useState(false);
  const [removing, setRemoving] = useState(false);
  const told = useRef<HTMLDivElement>(null);

  async function save({ label, settings }: Entered, version: number) {
    setSaved(false);
    const answer = await send({ input: { id: account.id, version, label, settings } });
    if (answer?.gatewayAccount) {
      setSaved(true);
      setRound((now) => now + 1);
      requestAnimationFrame(() => told.current?.focus());
    }
    return answer;
  }

  return (
    <Page
      title={account.label}
      width="text"
      note={
        <span className="flex flex-wrap items-center gap-3">
          {kind?.name ?? account.gateway} <ModeMark mode={account.mode} />
        </span>
      }
      aside={
        <Link to="/gateways" className="link">
          {t("allGateways")}
        </Link>
      }
    >
      {account.removedAt ? (
        <Notice tone="warning" title={t("removedTitle")}>
          {t("removed")}
        </Notice>
      ) : null}
      {saved ? (
        <Notice ref={told} tone={account.health?.ok === false ? "warning" : "success"} title={t("saved")}>
          {account.health ? t(savedWords(account, account.health.ok)) : null}
        </Notice>
      ) : null}
      <HealthPanel account={account} />
      <WebhookPanel
        account={account}
        kind={kind}
        onInstalled={() => {
          setSaved(false);
          setRound((now) => now + 1);
        }}
      />
      {kind && !account.removedAt ? (
        <>
          <Section title={t("settings")}>
            <AccountForm key={round} kind={kind} account={account} save={save} />
          </Section>
          <Section title={t("end")}>
            <div>
              <Button kind="plain" onClick={() => setRemoving(true)}>
                {t("remove")}
              </Button>
            </div>
          </Section>
        </>
      ) : null}
      {removing ? (
        <RemoveDialog
          account={account}
          onClose={() => setRemoving(false)}
          onRemoved={() => {
            setRemoving(false);
            void client.query(GatewaysQuery, {}, { requestPolicy: "network-only" }).toPromise();
            void go({ to: "/gateways", replace: true });
          }}
        />
      ) : null}
    </Page>
  );
}
