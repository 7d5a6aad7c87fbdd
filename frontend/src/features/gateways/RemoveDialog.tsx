// Asks before an account is removed: nothing is lost, but nobody can pay with it any more.
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { Dialog } from "~/components/Dialog";
import { Notice } from "~/components/Notice";
import { type GatewayAccount, GatewayAccountRemoveMutation } from "./operations";
import { useAccountAct } from "./useAccountActs";

interface Props {
  account: GatewayAccount;
  onClose: () => void;
  onRemoved: () => void;
}

export function RemoveDialog({ account, onClose, onRemoved }: Props) {
  const t = useTranslations("gateways");
  const { busy, send } = useAccountAct(GatewayAccountRemoveMutation);
  const [refusal, setRefusal] = useState<string | null>(null);

  async function remove() {
    setRefusal(null);
    const answer = await send({ input: { id: account.id } });
    if (answer?.gatewayAccount) onRemoved();
    else setRefusal(answer?.message ?? t("unheard"));
  }

  return (
    <Dialog title={t("removeTitle", { name: account.label })} busy={busy} onClose={onClose}>
      <p className="text-ink-muted">{t("removeNote")}</p>
      {refusal ? (
        <Notice tone="danger" urgent>
          {refusal}
        </Notice>
      ) : null}
      <div className="flex flex-wrap justify-end gap-3">
        <Button kind="plain" disabled={busy} onClick={onClose}>
          {t("keep")}
        </Button>
        <Button kind="danger" disabled={busy} onClick={() => void remove()}>
          {busy ? t("removing") : t("removeNow", { name: account.label })}
        </Button>
      </div>
    </Dialog>
  );
}
