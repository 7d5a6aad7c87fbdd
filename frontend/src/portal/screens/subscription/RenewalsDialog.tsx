// How renewals are paid from now on: a saved method, the balance, or an invoice to pay by hand.
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { Dialog } from "~/components/Dialog";
import { RenewalChoice, type RenewalSource } from "~/features/payments/RenewalChoice";
import { SubscriptionRenewalsSetMutation } from "~/features/subscriptions/lifecycle";
import { useAct } from "~/lib/act";
import { ActRefused } from "./ActRefused";
import type { DialogProps } from "./Dialogs";

export function RenewalsDialog({ subscription, onClose, onMoved }: DialogProps) {
  const t = useTranslations("life");
  const words = useTranslations("subscribe");
  const top = useTranslations("autoTopUp");
  const { collection, paymentMethod, nextInvoice, plan } = subscription;
  const [source, setSource] = useState<RenewalSource>(
    collection === "METHOD"
      ? { collection, methodId: paymentMethod?.id ?? null }
      : { collection, methodId: null },
  );
  const act = useAct(SubscriptionRenewalsSetMutation);
  const currency = nextInvoice?.total.currency ?? plan.price?.currency;

  async function save() {
    const { collection, methodId } = source;
    const done = await act.send({
      input: { subscriptionId: subscription.id, collection, ...(methodId ? { methodId } : {}) },
    });
    onMoved();
    if (done) onClose();
  }

  return (
    <Dialog title={t("renewalsTitle")} busy={act.busy} onClose={onClose}>
      <form
        className="grid gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {subscription.status === "PAST_DUE" ? <p className="text-ink-muted">{t("renewalsOwed")}</p> : null}
        <RenewalChoice currency={currency} value={source} locked={act.busy} onChange={setSource} />
        <ActRefused act={act} />
        <div className="flex flex-wrap gap-3">
          <Button
            type="submit"
            disabled={act.busy || (source.collection === "METHOD" && source.methodId === null)}
          >
            {act.busy ? words("paying") : top("save")}
          </Button>
          <Button kind="plain" disabled={act.busy} onClick={onClose}>
            {t("back")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
