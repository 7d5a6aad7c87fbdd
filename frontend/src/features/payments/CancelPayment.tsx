// Gives up a payment that waits for the bank or the payer, so that another way to pay can be used.
import { useState } from "react";
import { useMutation } from "urql";
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { afterAll, isByHand } from "./byhand";
import { type Payment, PaymentCancelMutation } from "./operations";

interface Props {
  id: string;
  /** Not only another card: any other way. */
  anyWay?: boolean;
  /** What is paid by hand, on paper or at a bank, cannot be called back: the payer is told what it would become. */
  kind?: Payment["kind"];
  onMoved: () => void;
}

export function CancelPayment({ id, anyWay = false, kind, onMoved }: Props) {
  const t = useTranslations("payment");
  const ways = useTranslations("ways");
  const problem = useTranslations("problem");
  const [{ fetching }, send] = useMutation(PaymentCancelMutation);
  const [refusal, setRefusal] = useState<string | null>(null);

  async function cancel() {
    setRefusal(null);
    const { data, error } = await send({ input: { id } });
    if (error) setRefusal(problem("server"));
    else if (data && data.paymentCancel.__typename !== "PaymentCancelSuccess") {
      const { __typename, message } = data.paymentCancel;
      // What a gateway cannot take back stands as it stood.
      setRefusal(__typename === "NotSupportedError" ? message : `${t("changed")} ${message}`);
      onMoved();
    }
  }

  return (
    <div className="grid justify-items-start gap-2">
      <Button kind="plain" disabled={fetching} onClick={() => void cancel()}>
        {fetching ? t("canceling") : anyWay ? ways("cancel") : t("cancel")}
      </Button>
      {kind && isByHand(kind) ? <p className="text-14 text-ink-muted">{ways(afterAll(kind))}</p> : null}
      <p role="alert" className="text-14 text-danger-text empty:hidden">
        {refusal}
      </p>
    </div>
  );
}
