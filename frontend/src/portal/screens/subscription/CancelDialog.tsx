// Canceling: when what is paid for ends, which can be taken back, or now. Figures are told afterwards, by the server.
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { Dialog } from "~/components/Dialog";
import { Option } from "~/components/Option";
import { SubscriptionCancelMutation } from "~/features/subscriptions/lifecycle";
import { leaving } from "~/features/subscriptions/standing";
import { useDates } from "~/i18n/dates";
import { useAct } from "~/lib/act";
import { ActRefused } from "./ActRefused";
import type { DialogProps } from "./Dialogs";

export function CancelDialog({ subscription, onClose, onMoved }: DialogProps) {
  const t = useTranslations("life");
  const words = useTranslations("subscribe");
  const dates = useDates();
  const { later, creditable } = leaving(subscription);
  const refund = subscription.unusedBecomes === "REFUND";
  const [when, setWhen] = useState<"PERIOD_END" | "NOW">(later ? "PERIOD_END" : "NOW");
  const [credit, setCredit] = useState(true);
  const act = useAct(SubscriptionCancelMutation);
  const now = when === "NOW" || later === null;
  const trial = subscription.status === "TRIALING";
  const tariff = subscription.plan.billing === "FROM_BALANCE";

  async function cancel() {
    const done = await act.send({
      input: {
        subscriptionId: subscription.id,
        when: now ? "NOW" : "PERIOD_END",
        creditUnused: now && creditable && credit && !refund,
        ...(now && creditable && credit && refund ? { unused: "REFUND" as const } : {}),
      },
    });
    onMoved();
    if (done) onClose();
  }

  return (
    <Dialog title={t("cancelTitle", { plan: subscription.plan.name })} busy={act.busy} onClose={onClose}>
      <form
        className="grid gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          void cancel();
        }}
      >
        {later ? (
          <fieldset disabled={act.busy} className="grid min-w-0 gap-2">
            <legend className="sr-only">{t("when")}</legend>
            <Option
              name="when"
              below
              checked={!now}
              onPick={() => setWhen("PERIOD_END")}
              title={t("cancelLater", { date: dates.day(later) })}
              note={t(trial ? "cancelLaterTrial" : "cancelLaterNote")}
            />
            <Option
              name="when"
              below
              checked={now}
              onPick={() => setWhen("NOW")}
              title={t("cancelNow")}
              note={t("cancelNowNote")}
            />
          </fieldset>
        ) : (
          <p>{t(tariff ? "cancelTariff" : "cancelNowNote")}</p>
        )}
        {creditable ? (
          <label className={`flex min-h-11 items-start gap-3 pl-3 ${now ? "" : "opacity-60"}`}>
            <input
              type="checkbox"
              className="mt-1 size-4 shrink-0 accent-(--accent)"
              checked={now && credit}
              disabled={act.busy || !now}
              onChange={({ target }) => setCredit(target.checked)}
            />
            <span>
              {t(refund ? "refundUnused" : "creditUnused")}
              <span className="block text-14 text-ink-muted">
                {t(refund ? "refundUnusedNote" : "creditUnusedNote")}
              </span>
            </span>
          </label>
        ) : null}
        <ActRefused act={act} />
        <div className="flex flex-wrap gap-3">
          <Button type="submit" kind="danger" disabled={act.busy}>
            {act.busy ? words("paying") : now ? t("doCancelNow") : t("doCancelLater")}
          </Button>
          <Button kind="plain" disabled={act.busy} onClick={onClose}>
            {t("back")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
