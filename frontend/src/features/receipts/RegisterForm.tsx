// Registers cash or a transfer: for a payment that waits for it, for invoices, or as balance. The same sum of the same
// day with the same reference has to be confirmed.
import { type FormEvent, useRef, useState } from "react";
import { useClient } from "urql";
import { useTranslations } from "use-intl";
import { AmountField, useAmountReader } from "~/components/AmountField";
import { Button } from "~/components/Button";
import { Field, SelectField } from "~/components/Field";
import { Money } from "~/components/Money";
import { Notice } from "~/components/Notice";
import { stillDue } from "~/features/payments/byhand";
import { type Refusal, refusalOf } from "~/features/payments/refusal";
import { Unheard } from "~/features/payments/Unheard";
import { useDates } from "~/i18n/dates";
import { useNumberText } from "~/i18n/numbers";
import { dayAfter } from "~/lib/days";
import type { ResultOf, VariablesOf } from "~/lib/graphql";
import { isPositive, isZero, type Money as MoneyValue } from "~/lib/money";
import { useSubmission } from "~/lib/submission";
import { Allocations } from "./Allocations";
import { oldestFirst, restOf } from "./allocate";
import { currencyDecimals } from "./currency-decimals";
import { type Payer, PaymentRegisterMutation } from "./operations";
import { quotedReference, type WaitingPayment, waitingPayments } from "./waiting";

type Input = VariablesOf<typeof PaymentRegisterMutation>["input"];
const PLACES = ["amount", "receivedOn", "reference", "note", "kind", "paymentId"] as const;

interface Props {
  payer: Payer;
  onRegistered: (amount: { amount: string; currency: string }) => void;
}

export function RegisterForm({ payer, onRegistered }: Props) {
  const t = useTranslations("register");
  const dates = useDates();
  const client = useClient();
  const write = useNumberText();
  const words = ({ amount, currency }: MoneyValue) => `${write(amount)} ${currency}`;
  const waiting = waitingPayments(payer);
  const [paymentId, setPaymentId] = useState("");
  const awaited = waiting.find(({ id }) => id === paymentId);
  const [kind, setKind] = useState<"CASH" | "BANK_TRANSFER">("CASH");
  const currencies = [
    ...new Set([payer.currency, ...payer.invoices.nodes.map((one) => one.amountDue.currency)]),
  ];
  const [chosen, setCurrency] = useState(payer.currency);
  const currency = awaited?.amount.currency ?? chosen;
  const invoices = payer.invoices.nodes.filter((one) => one.amountDue.currency === currency);
  const unit = { currency, decimals: currencyDecimals(currency) };
  const readAmount = useAmountReader(unit);
  const [text, setText] = useState("");
  const [parts, setParts] = useState<Record<string, string>>({});
  const [tried, setTried] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [twice, setTwice] = useState<string | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const value = readAmount(text);
  const { amount } = value.reading;
  const order = useSubmission((input: Input) =>
    client.mutation(PaymentRegisterMutation, { input }).toPromise(),
  );
  const working = order.phase === "working";

  function named(payment: WaitingPayment) {
    const told = t(isZero(payment.captured.amount) ? "forPayment" : "forRest", {
      amount: words(payment.amount),
      rest: words(stillDue(payment)),
      time: dates.day(payment.createdAt),
    });
    const reference = quotedReference(payment);
    return reference ? t("quoting", { payment: told, reference }) : told;
  }

  const readParts = () => {
    const read: Record<string, string> = {};
    for (const { id } of invoices) {
      const part = parts[id];
      if (!part) continue;
      const { reading } = readAmount(part);
      if (reading.amount === null) return null;
      read[id] = reading.amount;
    }
    return read;
  };
  const allocated = awaited ? {} : readParts();
  const rest = amount !== null && allocated ? restOf(amount, allocated) : null;
  const tooMuch = rest?.startsWith("-") === true;

  function fill() {
    if (amount === null) return;
    const found = oldestFirst(invoices, amount);
    setParts(Object.fromEntries(Object.entries(found).map(([id, part]) => [id, write(part)])));
  }

  function take(data: ResultOf<typeof PaymentRegisterMutation> | null) {
    if (!data || amount === null) return;
    const answer = data.paymentRegister;
    if (answer.__typename === "PaymentRegisterSuccess") return onRegistered({ amount, currency });
    order.renew();
    if (answer.__typename === "InvalidInputError") {
      const double = answer.fields.find(({ code }) => code === "POSSIBLE_DUPLICATE");
      if (double) return setTwice(double.message);
    }
    setRefusal(refusalOf(answer, PLACES));
  }

  async function send(confirmDuplicate: boolean) {
    setTried(true);
    setRefusal(null);
    setTwice(null);
    if (amount === null || !allocated || tooMuch) {
      // What is wrong is marked once it is drawn.
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
      return;
    }
    const entered = new FormData(form.current ?? undefined);
    const words = (name: string) => String(entered.get(name) ?? "").trim() || null;
    const allocations = Object.entries(allocated)
      .filter(([, part]) => isPositive(part))
      .map(([invoiceId, part]) => ({ invoiceId, amount: { amount: part, currency } }));
    take(
      await order.submit((idempotencyKey) => ({
        customerId: payer.id,
        kind: awaited?.kind ?? kind,
        amount: { amount, currency },
        receivedOn: String(entered.get("receivedOn")),
        reference: words("reference"),
        note: words("note"),
        idempotencyKey,
        confirmDuplicate,
        ...(awaited ? { paymentId: awaited.id } : { allocations }),
      })),
    );
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!working) void send(false);
  }

  return (
    <form ref={form} noValidate className="grid gap-5" onSubmit={submit}>
      <fieldset className="grid gap-5" disabled={working || order.phase === "unheard"}>
        <legend className="sr-only">{t("title")}</legend>
        {waiting.length > 0 ? (
          <SelectField
            label={t("for")}
            value={paymentId}
            error={refusal?.fields.paymentId}
            onChange={({ target }) => {
              setPaymentId(target.value);
              const next = waiting.find(({ id }) => id === target.value);
              if (next) setText(write(stillDue(next).amount));
            }}
          >
            <option value="">{t("forInvoices")}</option>
            {waiting.map((payment) => (
              <option key={payment.id} value={payment.id}>
                {named(payment)}
              </option>
            ))}
          </SelectField>
        ) : null}
        <div className="grid gap-5 sm:grid-cols-2">
          <SelectField
            label={t("kind")}
            value={awaited?.kind ?? kind}
            disabled={awaited !== undefined}
            error={refusal?.fields.kind}
            onChange={({ target }) => setKind(target.value === "CASH" ? "CASH" : "BANK_TRANSFER")}
          >
            <option value="CASH">{t("CASH")}</option>
            <option value="BANK_TRANSFER">{t("BANK_TRANSFER")}</option>
          </SelectField>
          <SelectField
            label={t("currency")}
            value={currency}
            disabled={awaited !== undefined}
            onChange={({ target }) => {
              setCurrency(target.value);
              setParts({});
            }}
          >
            {(awaited ? [currency] : currencies).map((code) => (
              <option key={code}>{code}</option>
            ))}
          </SelectField>
          <AmountField
            label={t("amount")}
            name="amount"
            unit={unit}
            value={value}
            tried={tried}
            error={refusal?.fields.amount}
            onChange={setText}
          />
          <Field
            label={t("receivedOn")}
            name="receivedOn"
            type="date"
            required
            max={dayAfter(new Date(), 1)}
            defaultValue={dayAfter(new Date(), 0)}
            error={refusal?.fields.receivedOn}
          />
          <Field
            label={t("reference")}
            hint={t("referenceHint")}
            name="reference"
            maxLength={200}
            autoComplete="off"
            error={refusal?.fields.reference}
          />
          <Field
            label={t("note")}
            hint={t("noteHint")}
            name="note"
            maxLength={500}
            autoComplete="off"
            error={refusal?.fields.note}
          />
        </div>
        {awaited ? null : (
          <Allocations
            invoices={invoices}
            parts={parts}
            read={readAmount}
            unit={unit}
            canFill={amount !== null}
            onFill={fill}
            onChange={(id, part) => setParts((now) => ({ ...now, [id]: part }))}
          />
        )}
        {rest !== null && !awaited ? (
          <p role="status" className={tooMuch ? "font-medium text-danger-text" : "text-ink-muted"}>
            {tooMuch
              ? t("tooMuch")
              : isPositive(rest)
                ? t.rich("rest", { amount: () => <Money value={{ amount: rest, currency }} /> })
                : t("noRest")}
          </p>
        ) : null}
      </fieldset>
      {refusal?.message ? (
        <Notice tone="danger" title={t("refused")} urgent>
          {refusal.message}
        </Notice>
      ) : null}
      {twice ? (
        <Notice
          tone="warning"
          title={t("twiceTitle")}
          urgent
          actions={
            <Button kind="plain" disabled={working} onClick={() => void send(true)}>
              {t("twice")}
            </Button>
          }
        >
          {twice}
        </Notice>
      ) : null}
      {order.phase === "unheard" ? (
        <Unheard onRetry={() => void order.retry().then(take)} />
      ) : (
        <div>
          <Button type="submit" disabled={working}>
            {working
              ? t("registering")
              : amount !== null
                ? t.rich("registerNow", { amount: () => <Money value={{ amount, currency }} /> })
                : t("register")}
          </Button>
        </div>
      )}
    </form>
  );
}
