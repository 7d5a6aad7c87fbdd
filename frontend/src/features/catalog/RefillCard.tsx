// A refill: what one bag contains and costs, and the way to buy it.
import { type ReactNode, useId } from "react";
import { useTranslations } from "use-intl";
import { BagList } from "./BagList";
import type { Plan } from "./operations";
import { PriceTag } from "./PriceTag";

interface Props {
  plan: Plan;
  currency: string;
  action: ReactNode;
}

export function RefillCard({ plan, currency, action }: Props) {
  const t = useTranslations("plans");
  const id = useId();
  return (
    <article
      aria-labelledby={id}
      className="flex flex-col gap-3 rounded-l border border-line bg-subtle p-5 sm:p-6"
    >
      <h3 id={id} className="text-20">
        {plan.name}
      </h3>
      <PriceTag price={plan.price} interval={null} currency={currency} size="large" />
      {plan.description ? <p className="text-ink-muted">{plan.description}</p> : null}
      <h4 className="text-13 font-medium text-ink-muted">{t("bag")}</h4>
      <BagList grants={plan.grants} />
      <p className="text-14 text-ink-muted">{t("refillNote")}</p>
      {action ? <div className="mt-auto grid pt-2">{action}</div> : null}
    </article>
  );
}
