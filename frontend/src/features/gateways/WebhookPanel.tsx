// Where the account's webhooks go; where the provider can be told by its API, a button tells it.
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { Notice } from "~/components/Notice";
import { Section } from "~/components/Section";
import { type GatewayAccount, GatewayAccountInstallWebhookMutation, type GatewayKind } from "./operations";
import { useAccountAct } from "./useAccountActs";
import { WebhookFacts } from "./WebhookFacts";

interface Props {
  account: GatewayAccount;
  kind: GatewayKind | undefined;
  /** Its settings may hold a new secret. */
  onInstalled: () => void;
}

interface Told {
  done: boolean;
  words: string;
}

export function WebhookPanel({ account, kind, onInstalled }: Props) {
  const t = useTranslations("gateways");
  const { busy, send } = useAccountAct(GatewayAccountInstallWebhookMutation);
  const [told, setTold] = useState<Told | null>(null);
  const notice = useRef<HTMLDivElement>(null);
  const can = kind?.capabilities;

  async function install() {
    setTold(null);
    const answer = await send({ input: { id: account.id } });
    const words = answer?.note ?? answer?.message ?? t("unheard");
    setTold({ done: answer?.installed === true, words });
    if (answer?.installed) onInstalled();
    requestAnimationFrame(() => notice.current?.focus());
  }

  return (
    <Section title={t("webhook")}>
      <WebhookFacts account={account} webhooks={can?.webhooks} />
      {told ? (
        <Notice
          ref={notice}
          tone={told.done ? "success" : "danger"}
          title={told.done ? t("installed") : t("notInstalled")}
          urgent
        >
          {told.words}
        </Notice>
      ) : null}
      {can && can.webhooks !== "NONE" && !account.removedAt ? (
        can.webhookInstall ? (
          <div>
            <Button kind="plain" disabled={busy} onClick={() => void install()}>
              {busy ? t("installing") : t("install")}
            </Button>
          </div>
        ) : (
          <p className="text-14 text-ink-muted">{t("byHand", { name: kind?.name ?? "" })}</p>
        )
      ) : null}
    </Section>
  );
}
