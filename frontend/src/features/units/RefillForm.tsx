// Buys bags of a refill: how many, paid with what, what it costs, and what it brings.
import { useState } from "react";
import { useClient } from "urql";
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { Money } from "~/components/Money";
import { Section } from "~/components/Section";
import { Stepper } from "~/components/Stepper";
import { BagList } from "~/features/catalog/BagList";
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
  const total = { amount: times(price.amount, quantity), currency: price.currency };
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
    setRefusal(refusalOf(answer, ["quantity"]));
  }

  async function buy() {
    setRefusal(null);
    await take(
      await order.pay((payWith, idempotencyKey) => ({ planId: plan.id, quantity, payWith, idempotencyKey })),
    );
  }

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
                <PriceTag price={price} interval={null} currency={price.currency} />
              </div>
              <Stepper
                label={words("quantity")}
                name={plan.name}
                value={quantity}
                min={1}
                max={MOST}
                error={refusal?.fields.quantity}
                onChange={(next) => {
                  setRefusal(null);
                  onQuantity(next);
                }}
              />
            </div>
          </Section>
        </fieldset>
        <Section title={t("payWith")}>
          <MethodChoice currency={price.currency} due={total} locked={order.locked} ref={order.method} />
        </Section>
      </div>
      <div className="lg:sticky lg:top-6">
        <Section title={words("summary")}>
          <div className="grid gap-1">
            <p className="text-14 text-ink-muted">{t("adds")}</p>
            <BagList grants={plan.grants} bags={quantity} />
          </div>
          <p className="text-14 text-ink-muted tabular-nums">
            {t.rich("computed", { price: () => <Money value={price} />, quantity })}
          </p>
          <p className="flex flex-wrap justify-between gap-x-4 border-t border-line-strong pt-3 text-20 font-semibold">
            <span>{words("total")}</span>
            <span aria-live="polite">
              <Money value={total} />
            </span>
          </p>
          <Refused refusal={refusal} failed={order.error !== undefined && order.phase === "open"} />
          {order.phase === "unheard" ? (
            <Unheard onRetry={() => void order.retry().then(take)} />
          ) : (
            <Button type="submit" disabled={order.busy} className="w-full">
              <span>
                {order.busy ? words("paying") : words.rich("pay", { amount: () => <Money value={total} /> })}
              </span>
            </Button>
          )}
        </Section>
      </div>
    </form>
  );
}
