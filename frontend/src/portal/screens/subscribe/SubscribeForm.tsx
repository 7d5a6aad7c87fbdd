// The order: plan and quantity, add-ons, card on the left; the quote and the one button on the right.
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Section } from "~/components/Section";
import type { Plan } from "~/features/catalog/operations";
import { CardEntry } from "~/features/payments/CardEntry";
import { Choices, type ChoicesValue } from "./Choices";
import { OrderSummary } from "./OrderSummary";
import { useOrder } from "./useOrder";

export function SubscribeForm({ plan, currency }: { plan: Plan; currency: string }) {
  const t = useTranslations("subscribe");
  const [choices, setChoices] = useState<ChoicesValue>({ quantity: 1, addons: {} });
  const order = useOrder(plan, choices);
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
        <Section title={t("method")}>
          <CardEntry currency={currency} ref={order.card} />
        </Section>
      </div>
      <OrderSummary order={order} />
    </form>
  );
}
