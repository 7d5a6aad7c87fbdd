// Pausing: until it is resumed, or until a day. Nothing is lost by it.
import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { Dialog } from "~/components/Dialog";
import { Option } from "~/components/Option";
import { SubscriptionPauseMutation } from "~/features/subscriptions/lifecycle";
import { useAct } from "~/lib/act";
import { dayAfter, isDay, midnight } from "~/lib/days";
import { ActRefused } from "./ActRefused";
import type { DialogProps } from "./Dialogs";

export function PauseDialog({ subscription, onClose, onMoved }: DialogProps) {
  const t = useTranslations("life");
  const words = useTranslations("subscribe");
  const id = useId();
  const [dated, setDated] = useState(false);
  const [day, setDay] = useState(() => dayAfter(new Date(), 30));
  const act = useAct(SubscriptionPauseMutation);
  const first = dayAfter(new Date(), 1);
  const last = dayAfter(new Date(), 365);
  const possible = isDay(day) && day >= first && day <= last;

  async function pause() {
    const resumeAt = dated ? (midnight(day) ?? null) : null;
    const done = await act.send({ input: { subscriptionId: subscription.id, resumeAt } });
    onMoved();
    if (done) onClose();
  }

  return (
    <Dialog title={t("pauseTitle", { plan: subscription.plan.name })} busy={act.busy} onClose={onClose}>
      <form
        className="grid gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (!dated || possible) void pause();
        }}
      >
        <p className="text-ink-muted">
          {t(subscription.plan.billing === "FROM_BALANCE" ? "pauseTariff" : "pauseNote")}
        </p>
        <fieldset disabled={act.busy} className="grid min-w-0 gap-2">
          <legend className="sr-only">{t("howLong")}</legend>
          <Option name="until" checked={!dated} onPick={() => setDated(false)} title={t("untilResumed")} />
          <Option name="until" checked={dated} onPick={() => setDated(true)} title={t("untilDay")} />
        </fieldset>
        <div className="grid gap-1.5">
          <div className={`grid gap-1.5 ${dated ? "" : "opacity-60"}`}>
            <label htmlFor={id} className="text-14 font-medium">
              {t("resumeOn")}
            </label>
            <input
              id={id}
              type="date"
              className="control"
              required={dated}
              disabled={act.busy || !dated}
              min={first}
              max={last}
              value={day}
              aria-describedby={`${id}-note`}
              onChange={({ target }) => {
                act.forget();
                setDay(target.value);
              }}
            />
          </div>
          <p id={`${id}-note`} className="text-13 text-ink-muted">
            {t("resumeOnNote")}
          </p>
        </div>
        <ActRefused act={act} />
        <div className="flex flex-wrap gap-3">
          <Button type="submit" disabled={act.busy}>
            {act.busy ? words("paying") : t("pause")}
          </Button>
          <Button kind="plain" disabled={act.busy} onClick={onClose}>
            {t("back")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
