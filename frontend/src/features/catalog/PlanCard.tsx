// One plan in the catalogue: price as the hero, what it includes, its add-ons, and one act.
import { type ReactNode, useId } from "react";
import { useTranslations } from "use-intl";
import { CheckItem, CheckList } from "~/components/CheckList";
import { FeatureName, isOn } from "./FeatureName";
import type { Plan } from "./operations";
import { PriceTag } from "./PriceTag";

interface Props {
  plan: Plan;
  currency: string;
  current: boolean;
  action: ReactNode;
}

export function PlanCard({ plan, currency, current, action }: Props) {
  const t = useTranslations("plans");
  const id = useId();
  const features = plan.features.filter(isOn);
  return (
    <article
      aria-labelledby={id}
      className={`flex flex-col gap-5 rounded-l border p-5 sm:p-6 ${current ? "border-accent" : "border-line"}`}
    >
      <header className="grid gap-2">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <h3 id={id} className="text-20">
            {plan.name}
          </h3>
          {current ? (
            <span className="rounded-pill bg-accent-soft px-2.5 py-0.5 text-13 font-medium text-accent-text">
              {t("current")}
            </span>
          ) : null}
        </div>
        <PriceTag
          price={plan.price}
          interval={plan.interval}
          anchor={plan.anchor}
          currency={currency}
          fromBalance={plan.billing === "FROM_BALANCE"}
          size="large"
        />
        {plan.trialDays > 0 ? (
          <p className="text-14 font-medium text-success-text">{t("trial", { days: plan.trialDays })}</p>
        ) : null}
        {plan.billing === "FROM_BALANCE" ? (
          <p className="text-14 text-ink-muted">{t("fromBalanceNote")}</p>
        ) : null}
        {plan.description ? <p className="text-ink-muted">{plan.description}</p> : null}
      </header>
      {features.length > 0 ? (
        <div className="grid gap-2">
          <h4 className="sr-only">{t("features")}</h4>
          <CheckList>
            {features.map((feature) => (
              <CheckItem key={feature.code}>
                <FeatureName feature={feature} />
              </CheckItem>
            ))}
          </CheckList>
        </div>
      ) : null}
      <PlanAddons plan={plan} currency={currency} />
      {action ? <div className="mt-auto grid pt-1">{action}</div> : null}
    </article>
  );
}

function PlanAddons({ plan, currency }: { plan: Plan; currency: string }) {
  const t = useTranslations("plans");
  if (plan.addons.length === 0) return null;
  return (
    <div className="grid gap-1 border-t border-line pt-4">
      <h4 className="text-13 font-medium text-ink-muted">{t("addons")}</h4>
      <ul className="grid gap-1 text-14">
        {plan.addons.map((addon) => (
          <li key={addon.id} className="flex flex-wrap justify-between gap-x-4">
            <span>{addon.name}</span>
            <PriceTag
              price={addon.price}
              interval={addon.charge === "ONE_TIME" ? "once" : plan.interval}
              currency={currency}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}
