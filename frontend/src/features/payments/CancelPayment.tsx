// Gives up a payment that waits for the bank, so that another card can be used.
import { useState } from "react";
import { useMutation } from "urql";
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { PaymentCancelMutation } from "./operations";

export function CancelPayment({ id, onMoved }: { id: string; onMoved: () => void }) {
  const t = useTranslations("payment");
  const problem = useTranslations("problem");
  const [{ fetching }, send] = useMutation(PaymentCancelMutation);
  const [refusal, setRefusal] = useState<string | null>(null);

  async function cancel() {
    setRefusal(null);
    const { data, error } = await send({ input: { id } });
    if (error) setRefusal(problem("server"));
    else if (data && data.paymentCancel.__typename !== "PaymentCancelSuccess") {
      setRefusal(`${t("changed")} ${data.paymentCancel.message}`);
      onMoved();
    }
  }

  return (
    <div className="grid gap-2">
      <Button kind="plain" disabled={fetching} onClick={() => void cancel()}>
        {fetching ? t("canceling") : t("cancel")}
      </Button>
      <p role="alert" className="text-14 text-danger-text empty:hidden">
        {refusal}
      </p>
    </div>
  );
}
