// Whether the account works, and a button that looks now.
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { Notice } from "~/components/Notice";
import { Section } from "~/components/Section";
import { HealthLine } from "./HealthLine";
import { type GatewayAccount, GatewayAccountTestMutation } from "./operations";
import { useAccountAct } from "./useAccountActs";

export function HealthPanel({ account }: { account: GatewayAccount }) {
  const t = useTranslations("gateways");
  const { busy, send } = useAccountAct(GatewayAccountTestMutation);
  const [refusal, setRefusal] = useState<string | null>(null);

  async function test() {
    setRefusal(null);
    const answer = await send({ input: { id: account.id } });
    if (!answer?.gatewayAccount) setRefusal(answer?.message ?? t("unheard"));
  }

  return (
    <Section title={t("health")}>
      <HealthLine account={account} />
      {refusal ? (
        <Notice tone="danger" urgent>
          {refusal}
        </Notice>
      ) : null}
      {account.removedAt ? null : (
        <div>
          <Button kind="plain" disabled={busy} onClick={() => void test()}>
            {busy ? t("testing") : t("test")}
          </Button>
        </div>
      )}
    </Section>
  );
}
