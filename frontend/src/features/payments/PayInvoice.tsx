// Pays an open invoice: with another card after a decline, with a saved one, or from the balance, also in part.
import { useState } from "react";
import { useClient } from "urql";
import { useTranslations } from "use-intl";
import { AmountField, type AmountValue, useAmountReader } from "~/components/AmountField";
import { Button } from "~/components/Button";
import { Money } from "~/components/Money";
import { useNumberText } from "~/i18n/numbers";
import type { ResultOf, VariablesOf } from "~/lib/graphql";
import { decimalsOf, isLess, type Money as MoneyValue } from "~/lib/money";
import { MethodChoice, type MethodChosen } from "./MethodChoice";
import { InvoicePayMutation } from "./operations";
import { Refused } from "./Refused";
import { leaveForBank } from "./redirect";
import { type Refusal, refusalOf } from "./refusal";
import { Unheard } from "./Unheard";
import { useMethodOrder } from "./useMethodOrder";

type Input = VariablesOf<typeof InvoicePayMutation>["input"];

interface Props {
  invoiceId: string;
  amount: MoneyValue;
  /** Begin with a new card. */
  newCard?: boolean;
  /** A subscription waits for it: what is saved by paying it renews that. */
  begins?: boolean;
  /** The payment that now stands for the invoice: a new one, or the same one. */
  onPayment: (paymentId: string) => void | Promise<void>;
}

export function PayInvoice({ invoiceId, amount: due, newCard = false, begins = false, onPayment }: Props) {
  const t = useTranslations("payment");
  const words = useTranslations("subscribe");
  const client = useClient();
  const part = usePart(due);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const order = useMethodOrder((input: Input) => client.mutation(InvoicePayMutation, { input }).toPromise());

  async function take(data: ResultOf<typeof InvoicePayMutation> | null) {
    if (!data) return;
    const answer = data.invoicePay;
    if (answer.__typename === "InvoicePaySuccess") {
      await onPayment(answer.payment.id);
      return leaveForBank(answer.payment);
    }
    order.renew();
    if (answer.__typename === "PaymentDeclinedError") await onPayment(answer.payment.id);
    else setRefusal(refusalOf(answer, part.fromBalance ? ["amount"] : []));
  }

  async function pay() {
    setRefusal(null);
    const amount = part.take();
    if (!amount) return;
    const some = amount === due.amount ? {} : { amount: { amount, currency: due.currency } };
    await take(
      await order.pay((payWith, idempotencyKey) => ({ id: invoiceId, payWith, idempotencyKey, ...some })),
    );
  }

  return (
    <form
      noValidate
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void pay();
      }}
    >
      <MethodChoice
        currency={due.currency}
        due={due}
        locked={order.locked}
        newCard={newCard}
        onChoose={part.choose}
        ref={order.method}
      />
      {part.fromBalance ? (
        <AmountField
          label={t("part")}
          name="amount"
          unit={part.unit}
          value={part.value}
          error={refusal?.fields.amount ?? part.problem}
          hint={t("partHint")}
          tried={part.tried}
          disabled={order.locked}
          onChange={(text) => {
            setRefusal(null);
            part.type(text);
          }}
        />
      ) : null}
      <Refused refusal={refusal} failed={order.error !== undefined && order.phase === "open"} />
      {order.phase === "unheard" ? (
        <Unheard onRetry={() => void order.retry().then(take)} />
      ) : (
        <Button type="submit" disabled={order.busy} className="justify-self-start">
          <span>
            {order.busy
              ? words("paying")
              : t.rich("again", { amount: () => <Money value={{ ...due, amount: part.shown }} /> })}
          </span>
        </Button>
      )}
      {begins && part.renews ? <p className="text-13 text-ink-muted">{words("agree")}</p> : null}
    </form>
  );
}

/** How much of what is due: all of it, unless it comes from the balance, which may pay a part. */
function usePart(due: MoneyValue) {
  const t = useTranslations("payment");
  const write = useNumberText();
  const unit = { currency: due.currency, decimals: decimalsOf(due.amount) };
  const read = useAmountReader(unit);
  const [chosen, setChosen] = useState<MethodChosen>({ kind: "new", again: false, available: null });
  const [typed, setTyped] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const fromBalance = chosen.kind === "balance";
  const { available } = chosen;
  const most = available && isLess(available.amount, due.amount) ? available.amount : due.amount;
  const value: AmountValue =
    typed === null ? { text: write(most), reading: { amount: most, problem: null } } : read(typed);
  const { amount } = value.reading;
  const tooMuch = amount !== null && isLess(due.amount, amount);
  return {
    unit,
    value,
    tried,
    fromBalance,
    /** What pays it is kept, or was. */
    renews: !fromBalance && chosen.again,
    problem: tooMuch ? t("partTooMuch") : undefined,
    /** What the button names. */
    shown: fromBalance ? (amount ?? most) : due.amount,
    choose: setChosen,
    type: setTyped,
    /** What to send; null when it is no amount to send. */
    take(): string | null {
      if (!fromBalance) return due.amount;
      setTried(true);
      return tooMuch ? null : amount;
    },
  };
}
