// The order: plan and quantity, add-ons, codes, and what to pay with on the left; the quote and the one button on the right.
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Section } from "~/components/Section";
import type { Plan } from "~/features/catalog/operations";
import { MethodChoice } from "~/features/payments/MethodChoice";
import { CouponField } from "~/features/terms/CouponField";
import { times } from "~/lib/money";
import { AfterTrial, type Afterwards } from "./AfterTrial";
import { Choices, type ChoicesValue } from "./Choices";
import { OrderSummary } from "./OrderSummary";
import { TariffSummary } from "./TariffSummary";
import { isTrial } from "./trial";
import { useOrder } from "./useOrder";

export function SubscribeForm({ plan, currency }: { plan: Plan; currency: string }) {
  const t = useTranslations("subscribe");
  const life = useTranslations("life");
  const [choices, setChoices] = useState<ChoicesValue>({ quantity: 1, addons: {} });
  const [source, setSource] = useState<Afterwards>(null);
  // Unknown until the ways to pay are there.
  const [again, setAgain] = useState<boolean | null>(null);
  const order = useOrder(plan, choices, source ? { payWith: source.payWith } : {});
  const fromBalance = plan.billing === "FROM_BALANCE";
  // Until the quote is there: about what it will be, so that what pays for it need not change on screen.
  const about = plan.price && { ...plan.price, amount: times(plan.price.amount, choices.quantity) };
  const quote = order.quote.quote;
  const due = quote?.dueNow ?? about ?? undefined;
  const trial = quote ? isTrial(quote, plan) : plan.trialDays > 0;
  return (
    <form
      className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,26rem)] lg:gap-12"
      onSubmit={(event) => {
        event.preventDefault();
        order.pay();
      }}
    >
      <div className="grid gap-10">
        <Choices
          plan={plan}
          currency={currency}
          value={choices}
          locked={order.locked}
          errors={order.fieldErrors}
          onChange={(next) => {
            order.forget();
            setChoices(next);
          }}
        />
        {fromBalance ? null : (
          <CouponField
            coupons={order.coupons}
            problems={order.couponProblems}
            locked={order.locked}
            onChange={order.forget}
          />
        )}
        {fromBalance ? null : trial ? (
          <Section title={life("afterTrialPay")}>
            <AfterTrial currency={currency} locked={order.locked} onChange={setSource} />
          </Section>
        ) : (
          <Section title={t("method")}>
            <MethodChoice
              currency={currency}
              due={due}
              locked={order.locked}
              onChoose={(chosen) => setAgain(chosen.again)}
              ref={order.method}
            />
          </Section>
        )}
      </div>
      {fromBalance ? (
        <TariffSummary order={order} plan={plan} currency={currency} />
      ) : (
        <OrderSummary order={order} plan={plan} again={trial ? source !== null : again} />
      )}
    </form>
  );
}
