// A code for a subscription that runs. What is wrong with it is said at the field.
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { Dialog } from "~/components/Dialog";
import { Field } from "~/components/Field";
import { SubscriptionCouponAddMutation } from "~/features/subscriptions/lifecycle";
import { useCouponWords } from "~/features/terms/coupon-problems";
import { useAct } from "~/lib/act";
import { ActRefused } from "./ActRefused";
import type { DialogProps } from "./Dialogs";

export function CodeDialog({ subscription, onClose, onMoved }: DialogProps) {
  const t = useTranslations("terms");
  const life = useTranslations("life");
  const words = useCouponWords();
  const [code, setCode] = useState("");
  const act = useAct(SubscriptionCouponAddMutation);
  const wrong = act.refusal?.fields?.find(({ path }) => path[0] === "code");

  async function add() {
    const done = await act.send({ input: { subscriptionId: subscription.id, code: code.trim() } });
    onMoved();
    if (done) onClose();
  }

  return (
    <Dialog title={t("addCode")} busy={act.busy} onClose={onClose}>
      <form
        className="grid gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <p className="text-ink-muted">{t("addCodeNote")}</p>
        <Field
          label={t("code")}
          name="coupon"
          className="control uppercase"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={50}
          required
          readOnly={act.busy}
          value={code}
          error={wrong && words(wrong)}
          onChange={({ target }) => {
            act.forget();
            setCode(target.value);
          }}
        />
        {wrong ? null : <ActRefused act={act} />}
        <div className="flex flex-wrap gap-3">
          <Button type="submit" disabled={act.busy}>
            {t(act.busy ? "checking" : "add")}
          </Button>
          <Button kind="plain" disabled={act.busy} onClick={onClose}>
            {life("back")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
