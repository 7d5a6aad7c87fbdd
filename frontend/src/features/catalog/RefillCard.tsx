// A refill: what one bag contains and costs. Informational: it is bought elsewhere until refills are on sale here.
import { use, useId } from "react";
import { useTranslations } from "use-intl";
import { TagContext } from "~/i18n/tag";
import { formatAmount } from "~/lib/money";
import type { Plan } from "./operations";
import { PriceTag } from "./PriceTag";

export function RefillCard({ plan, currency }: { plan: Plan; currency: string }) {
  const t = useTranslations("plans");
  const tag = use(TagContext);
  const id = useId();
  return (
    <article
      aria-labelledby={id}
      className="grid content-start gap-3 rounded-l border border-line bg-subtle p-5 sm:p-6"
    >
      <h3 id={id} className="text-20">
        {plan.name}
      </h3>
      <PriceTag price={plan.price} interval={null} currency={currency} size="large" />
      {plan.description ? <p className="text-ink-muted">{plan.description}</p> : null}
      <h4 className="text-13 font-medium text-ink-muted">{t("bag")}</h4>
      <ul className="grid gap-1">
        {plan.grants.map(({ unit, quantity, expiresAfter }) => {
          const shown = { unit, quantity: formatAmount(quantity, tag) };
          return (
            <li key={unit} className="font-medium">
              {expiresAfter
                ? t("bagExpires", { ...shown, count: expiresAfter.count, term: expiresAfter.unit })
                : t("bagItem", shown)}
            </li>
          );
        })}
      </ul>
      <p className="text-14 text-ink-muted">{t("refillNote")}</p>
    </article>
  );
}
