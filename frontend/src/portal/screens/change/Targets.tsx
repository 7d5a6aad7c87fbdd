// The plans that a subscription can be: radio buttons, the present one marked.
import { useTranslations } from "use-intl";
import type { Plan } from "~/features/catalog/operations";
import { PriceTag } from "~/features/catalog/PriceTag";

interface Props {
  plans: Plan[];
  present: string;
  chosen: string;
  currency: string;
  locked: boolean;
  onChoose: (plan: Plan) => void;
}

export function Targets({ plans, present, chosen, currency, locked, onChoose }: Props) {
  const t = useTranslations("change");
  const words = useTranslations("plans");
  return (
    <fieldset disabled={locked} className="grid min-w-0 gap-2">
      <legend className="mb-4 text-20 font-semibold">{t("target")}</legend>
      {plans.map((plan) => (
        <label
          key={plan.id}
          className="flex min-h-11 items-center gap-3 rounded-m border border-line-strong px-3 py-3 has-checked:border-accent has-checked:bg-accent-soft"
        >
          <input
            type="radio"
            name="plan"
            className="size-4 shrink-0 accent-(--accent)"
            checked={plan.id === chosen}
            onChange={() => onChoose(plan)}
          />
          <span className="flex flex-1 flex-wrap justify-between gap-x-4">
            <span className="font-medium">
              {plan.name}
              {plan.id === present ? (
                <span className="ml-2 text-14 font-normal text-ink-muted">{words("current")}</span>
              ) : null}
            </span>
            <PriceTag
              price={plan.price}
              interval={plan.interval}
              anchor={plan.anchor}
              currency={currency}
              fromBalance={plan.billing === "FROM_BALANCE"}
            />
          </span>
        </label>
      ))}
    </fieldset>
  );
}
