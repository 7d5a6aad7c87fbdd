// Takes a receipt back that was registered by mistake, with the reason.
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { Dialog } from "~/components/Dialog";
import { Field } from "~/components/Field";
import { Money } from "~/components/Money";
import { Notice } from "~/components/Notice";
import { useAct } from "~/lib/act";
import { newKey } from "~/lib/keys";
import { PaymentReverseMutation, type Receipt } from "./operations";

interface Props {
  receipt: Receipt;
  onClose: () => void;
  onReversed: () => void;
}

export function ReverseDialog({ receipt, onClose, onReversed }: Props) {
  const t = useTranslations("register");
  const { busy, refusal, failed, send } = useAct(PaymentReverseMutation);
  const [reason, setReason] = useState("");
  const [key, setKey] = useState(newKey);
  const wrong = refusal?.fields?.find(({ path }) => path.at(-1) === "reason")?.message;

  async function reverse(event: FormEvent) {
    event.preventDefault();
    const input = { receiptId: receipt.id, reason: reason.trim(), idempotencyKey: key };
    if (await send({ input })) onReversed();
  }

  return (
    <Dialog title={t("reverseTitle")} busy={busy} onClose={onClose}>
      <form noValidate className="grid gap-5" onSubmit={(event) => void reverse(event)}>
        <p className="text-ink-muted">
          {t.rich("reverseNote", { amount: () => <Money value={receipt.amount} /> })}
        </p>
        <Field
          label={t("reason")}
          error={wrong}
          maxLength={500}
          autoComplete="off"
          value={reason}
          disabled={busy}
          onChange={({ target }) => {
            setReason(target.value);
            // Another reason is another request; the same one may be repeated when no answer came.
            setKey(newKey());
          }}
        />
        {failed || (refusal && !wrong) ? (
          <Notice tone="danger" urgent>
            {refusal?.message ?? t("unheard")}
          </Notice>
        ) : null}
        <div className="flex flex-wrap justify-end gap-3">
          <Button kind="plain" disabled={busy} onClick={onClose}>
            {t("keep")}
          </Button>
          <Button type="submit" kind="danger" disabled={busy}>
            {busy ? t("reversing") : t("reverseNow")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
