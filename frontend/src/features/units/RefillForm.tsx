// Buys bags of a refill: how many, paid with what, what it costs, and what it brings.
import { useState } from "react";
import { useClient } from "urql";
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { Money } from "~/components/Money";
import { Notice } from "~/components/Notice";
import { Section } from "~/components/Section";
import { Stepper } from "~/components/Stepper";
import type { Plan } from "~/features/catalog/operations";
import { PriceTag } from "~/features/catalog/PriceTag";
import { MethodChoice } from "~/features/payments/MethodChoice";
import { Refused } from "~/features/payments/Refused";
import { leaveForBank } from "~/features/payments/redirect";
import { type Refusal, refusalOf } from "~/features/payments/refusal";
import { Unheard } from "~/features/payments/Unheard";
import { useMethodOrder } from "~/features/payments/useMethodOrder";
import type { ResultOf, VariablesOf } from "~/lib/graphql";
import { type Money as MoneyValue, times } from "~/lib/money";
import { RefillPurchaseMutation } from "./operations";
import { RefillSummary } from "./RefillSummary";
import { useRefillBill } from "./useRefillBill";

type Input = VariablesOf<typeof RefillPurchaseMutation>["input"];

const MOST = 9_999;

interface Props {
  plan: Plan;
  price: MoneyValue;
  quantity: number;
  onQuantity: (quantity: number) => void;
  onPayment: (paymentId: string) => void | Promise<void>;
}

export function RefillForm({ plan, price, quantity, onQuantity, onPayment }: Props) {
  const t = useTranslations("refill");
  const words = useTranslations("subscribe");
  const client = useClient();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [was, setWas] = useState<MoneyValue | null>(null);
  const asked = useRefillBill(plan.id, quantity);
  const { bill, fresh } = asked;
  // Until the bill is there: about what it will be, so that what pays for it need not change on screen.
  const about = { amount: times(price.amount, quantity), currency: price.currency };
  const order = useMethodOrder((input: Input) =>
    client.mutation(RefillPurchaseMutation, { input }).toPromise(),
  );

  async function take(data: ResultOf<typeof RefillPurchaseMutation> | null) {
    if (!data) return;
    const answer = data.refillPurchase;
    if (answer.__typename === "RefillPurchaseSuccess") {
      await onPayment(answer.payment.id);
      return leaveForBank(answer.payment);
    }
    order.renew();
    if (answer.__typename === "PaymentDeclinedError") return onPayment(answer.payment.id);
    if (
      answer.__typename === "InvalidInputError" &&
      answer.fields.some(({ code }) => code === "PRICE_CHANGED")
    ) {
      setWas(bill?.total ?? null);
      return asked.again();
    }
    setRefusal(refusalOf(answer, ["quantity"]));
  }

  function forget() {
    setRefusal(null);
    setWas(null);
  }

  async function buy() {
    if (!bill || !fresh) return;
    forget();
    const { amount, currency } = bill.total;
    const offer = { planId: plan.id, quantity, expectedTotal: { amount, currency } };
    await take(await order.pay((payWith, idempotencyKey) => ({ ...offer, payWith, idempotencyKey })));
  }

  const told = refusal ?? (asked.refusal ? refusalOf(asked.refusal, ["quantity"]) : null);
  return (
    <form
      className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,24rem)] lg:gap-12"
      onSubmit={(event) => {
        event.preventDefault();
        void buy();
      }}
    >
      <div className="grid gap-10">
        <fieldset disabled={order.locked} className="grid min-w-0">
          <legend className="sr-only">{t("bags")}</legend>
          <Section title={t("bags")}>
            <div className="grid gap-4 border-y border-line py-4">
              <div className="flex flex-wrap justify-between gap-x-4">
                <span className="font-medium">{plan.name}</span>
                <PriceTag
                  price={bill?.lines[0]?.derivation?.unitPrice ?? price}
                  interval={null}
                  currency={price.currency}
                />
              </div>
              <Stepper
                label={words("quantity")}
                name={plan.name}
                value={quantity}
                min={1}
                max={MOST}
                error={told?.fields.quantity}
                onChange={(next) => {
                  forget();
                  onQuantity(next);
                }}
              />
            </div>
          </Section>
        </fieldset>
        <Section title={t("payWith")}>
          <MethodChoice
            currency={price.currency}
            due={bill?.total ?? about}
            locked={order.locked}
            ref={order.method}
          />
        </Section>
      </div>
      <RefillSummary plan={plan} quantity={quantity} asked={asked}>
        {was && bill && fresh ? <Changed from={was} to={bill.total} /> : null}
        <Refused refusal={told} failed={order.error !== undefined && order.phase === "open"} />
        {order.phase === "unheard" ? (
          <Unheard onRetry={() => void order.retry().then(take)} />
        ) : bill ? (
          <Button type="submit" disabled={order.busy || !fresh} className="w-full">
            <span>
              {order.busy
                ? words("paying")
                : words.rich("pay", { amount: () => <Money value={bill.total} /> })}
            </span>
          </Button>
        ) : null}
      </RefillSummary>
    </form>
  );
}

function Changed({ from, to }: { from: MoneyValue; to: MoneyValue }) {
  const t = useTranslations("subscribe");
  return (
    <Notice tone="warning" urgent title={t("changedTitle")}>
      {t.rich("changed", {
        old: () => <Money value={from} struck />,
        new: () => (
          <strong>
            <Money value={to} />
          </strong>
        ),
      })}
    </Notice>
  );
}
