// Pays an open invoice with another card, after a payment was declined, canceled or ran out of time.
import { useState } from "react";
import { useClient } from "urql";
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { Money } from "~/components/Money";
import { Notice } from "~/components/Notice";
import type { ResultOf, VariablesOf } from "~/lib/graphql";
import type { Money as MoneyValue } from "~/lib/money";
import { CardEntry } from "./CardEntry";
import { InvoicePayMutation } from "./operations";
import { leaveForBank } from "./redirect";
import { Unheard } from "./Unheard";
import { useCardOrder } from "./useCardOrder";

type Input = VariablesOf<typeof InvoicePayMutation>["input"];

interface Props {
  invoiceId: string;
  amount: MoneyValue;
  /** The payment that now stands for the invoice: a new one, or the same one. */
  onPayment: (paymentId: string) => void | Promise<void>;
}

export function PayInvoice({ invoiceId, amount, onPayment }: Props) {
  const t = useTranslations("payment");
  const words = useTranslations("subscribe");
  const problem = useTranslations("problem");
  const client = useClient();
  const [refusal, setRefusal] = useState<string | null>(null);
  const order = useCardOrder((input: Input) => client.mutation(InvoicePayMutation, { input }).toPromise());

  async function take(data: ResultOf<typeof InvoicePayMutation> | null) {
    if (!data) return;
    const answer = data.invoicePay;
    if (answer.__typename === "InvoicePaySuccess") {
      await onPayment(answer.payment.id);
      return leaveForBank(answer.payment);
    }
    order.renew();
    if (answer.__typename === "PaymentDeclinedError") await onPayment(answer.payment.id);
    else setRefusal(answer.message);
  }

  async function pay() {
    setRefusal(null);
    await take(await order.pay((payWith, idempotencyKey) => ({ id: invoiceId, payWith, idempotencyKey })));
  }

  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void pay();
      }}
    >
      <CardEntry currency={amount.currency} ref={order.card} />
      {refusal ? (
        <Notice tone="danger" urgent>
          {refusal}
        </Notice>
      ) : null}
      {order.error && order.phase === "open" ? (
        <Notice tone="danger" urgent>
          {problem("server")}
        </Notice>
      ) : null}
      {order.phase === "unheard" ? (
        <Unheard onRetry={() => void order.retry().then(take)} />
      ) : (
        <Button type="submit" disabled={order.busy} className="justify-self-start">
          <span>
            {order.busy ? words("paying") : t.rich("again", { amount: () => <Money value={amount} /> })}
          </span>
        </Button>
      )}
    </form>
  );
}
