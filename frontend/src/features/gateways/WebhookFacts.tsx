// Where the provider has to send its webhooks, when the newest one came, and the code that it may have sent to be typed in
// at its dashboard.
import { useTranslations } from "use-intl";
import { CopyButton } from "~/components/CopyButton";
import { useDates } from "~/i18n/dates";
import type { GatewayAccount, GatewayKind } from "./operations";

interface Props {
  account: Pick<GatewayAccount, "webhookUrl" | "verificationCode" | "lastEventAt">;
  webhooks: GatewayKind["capabilities"]["webhooks"] | undefined;
}

export function WebhookFacts({ account, webhooks }: Props) {
  const t = useTranslations("gateways");
  const dates = useDates();
  if (webhooks === "NONE") return <p className="text-14 text-ink-muted">{t("noWebhooks")}</p>;
  return (
    <dl className="grid gap-3 text-14">
      <div className="grid gap-1">
        <dt className="text-ink-muted">{t("webhookUrl")}</dt>
        <dd>
          <Copied text={account.webhookUrl} name={t("webhookUrl")} />
        </dd>
      </div>
      {account.verificationCode ? (
        <div className="grid gap-1">
          <dt className="text-ink-muted">{t("verificationCode")}</dt>
          <dd>
            <Copied text={account.verificationCode} name={t("verificationCode")} />
            <p className="mt-1 text-13 text-ink-muted">{t("verificationNote")}</p>
          </dd>
        </div>
      ) : null}
      <div className="flex flex-wrap gap-x-2">
        <dt className="text-ink-muted">{t("lastWebhook")}</dt>
        <dd>{account.lastEventAt ? dates.moment(account.lastEventAt) : t("noneYet")}</dd>
      </div>
    </dl>
  );
}

/** To be copied with one press, or selected by hand. */
function Copied({ text, name }: { text: string; name: string }) {
  return (
    <span className="flex flex-wrap items-center gap-2">
      <code className="min-w-0 rounded-s bg-subtle px-2 py-1 font-mono text-13 break-all select-all">
        {text}
      </code>
      <CopyButton text={text} name={name} small />
    </span>
  );
}
