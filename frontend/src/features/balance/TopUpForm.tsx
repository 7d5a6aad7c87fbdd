// Adds money to a balance: how much, paid with what, and what the balance will then be.
import { type ReactNode, use, useRef, useState } from "react";
import { useClient } from "urql";
import { useTranslations } from "use-intl";
import { AmountField, useAmountReader } from "~/components/AmountField";
import { Button } from "~/components/Button";
import { Money } from "~/components/Money";
import { Section } from "~/components/Section";
import { MethodChoice } from "~/features/payments/MethodChoice";
import { Refused } from "~/features/payments/Refused";
import { leaveForBank } from "~/features/payments/redirect";
import { type Refusal, refusalOf } from "~/features/payments/refusal";
import { Unheard } from "~/features/payments/Unheard";
import { useMethodOrder } from "~/features/payments/useMethodOrder";
import { useNumberText } from "~/i18n/numbers";
import { TagContext } from "~/i18n/tag";
import type { ResultOf, VariablesOf } from "~/lib/graphql";
import { add, decimalsOf, formatAmount, isLess } from "~/lib/money";
import { type Balance, BalanceTopUpMutation } from "./operations";
import { presetsOf } from "./presets";

type Input = VariablesOf<typeof BalanceTopUpMutation>["input"];

interface Props {
  balance: Balance;
  /** What is asked for, when another page sent the customer here. */
  wanted?: string | undefined;
  /** Where to go on once it is paid. */
  next?: string | undefined;
  /** The payment that brings the money; resolves when its page is shown. */
  onPayment: (paymentId: string) => void | Promise<void>;
}

export function TopUpForm({ balance, wanted, next, onPayment }: Props) {
  const t = useTranslations("topUp");
  const words = useTranslations("subscribe");
  const client = useClient();
  const write = useNumberText();
  const { currency, available } = balance;
  const unit = { currency, decimals: decimalsOf(available.amount) };
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(wanted ? write(wanted) : "");
  const [tried, setTried] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const value = useAmountReader(unit)(text);
  const { amount } = value.reading;
  const order = useMethodOrder((input: Input) =>
    client.mutation(BalanceTopUpMutation, { input }).toPromise(),
  );

  async function take(data: ResultOf<typeof BalanceTopUpMutation> | null) {
    if (!data) return;
    const answer = data.balanceTopUp;
    if (answer.__typename === "BalanceTopUpSuccess") {
      await onPayment(answer.payment.id);
      return leaveForBank(answer.payment);
    }
    order.renew();
    if (answer.__typename === "PaymentDeclinedError") return onPayment(answer.payment.id);
    setRefusal(refusalOf(answer, ["amount"]));
  }

  async function send() {
    setTried(true);
    setRefusal(null);
    if (amount === null) {
      field.current?.focus();
      return;
    }
    const money = { amount, currency };
    await take(await order.pay((payWith, idempotencyKey) => ({ amount: money, payWith, idempotencyKey })));
  }

  function choose(next: string) {
    setRefusal(null);
    setText(next);
  }

  return (
    <form
      noValidate
      className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,24rem)] lg:gap-12"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className="grid gap-10">
        <Section title={t("amount")}>
          <Presets
            currency={currency}
            chosen={amount}
            disabled={order.locked}
            onChoose={(one) => choose(write(one))}
          />
          <AmountField
            ref={field}
            label={t("amountLabel")}
            name="amount"
            unit={unit}
            value={value}
            error={refusal?.fields.amount}
            tried={tried}
            disabled={order.locked}
            onChange={choose}
          />
        </Section>
        <Section title={t("payWith")}>
          <MethodChoice currency={currency} next={next} locked={order.locked} ref={order.method} />
        </Section>
      </div>
      <div className="lg:sticky lg:top-6">
        <Section title={t("summary")}>
          <dl className="grid gap-2">
            <Row name={t("now")}>
              <Money value={available} />
            </Row>
            <Row name={t("added")}>{amount ? <Money value={{ amount, currency }} signed /> : "–"}</Row>
            <Row name={t("after")} strong>
              {amount ? <Money value={{ amount: add(available.amount, amount), currency }} /> : "–"}
            </Row>
          </dl>
          <Refused refusal={refusal} failed={order.error !== undefined && order.phase === "open"} />
          {order.phase === "unheard" ? (
            <Unheard onRetry={() => void order.retry().then(take)} />
          ) : (
            <Button type="submit" disabled={order.busy} className="w-full">
              <span>
                {order.busy
                  ? words("paying")
                  : amount
                    ? t.rich("submit", { amount: () => <Money value={{ amount, currency }} /> })
                    : t("submitEmpty")}
              </span>
            </Button>
          )}
          <p className="text-13 text-ink-muted">{t("note")}</p>
        </Section>
      </div>
    </form>
  );
}

function Row({ name, strong = false, children }: { name: string; strong?: boolean; children: ReactNode }) {
  return (
    <div
      className={`flex flex-wrap justify-between gap-x-4 ${strong ? "border-t border-line-strong pt-3 text-20 font-semibold" : "text-ink-muted"}`}
    >
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const isSame = (left: string, right: string) => !isLess(left, right) && !isLess(right, left);

interface PresetsProps {
  currency: string;
  chosen: string | null;
  disabled: boolean;
  onChoose: (amount: string) => void;
}

function Presets({ currency, chosen, disabled, onChoose }: PresetsProps) {
  const t = useTranslations("topUp");
  const tag = use(TagContext);
  return (
    <fieldset disabled={disabled} className="min-w-0">
      <legend className="sr-only">{t("presets")}</legend>
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-4">
        {presetsOf(currency).map((amount) => (
          <Button
            key={amount}
            kind="plain"
            aria-pressed={chosen !== null && isSame(chosen, amount)}
            className="tabular-nums aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent-text"
            onClick={() => onChoose(amount)}
          >
            {formatAmount(amount, tag)}
          </Button>
        ))}
      </div>
    </fieldset>
  );
}
