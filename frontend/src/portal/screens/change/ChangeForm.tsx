// The change: plan, quantity and add-ons on the left; what that means, to the feature, and the one button on the right.
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Plan } from "~/features/catalog/operations";
import { Choices, type ChoicesValue } from "../subscribe/Choices";
import { ChangeSummary } from "./ChangeSummary";
import { carry, isSame } from "./carry";
import { Targets } from "./Targets";
import { useChange } from "./useChange";

interface Props {
  subscriptionId: string;
  /** What is held now, in the add-ons of the present plan. */
  held: ChoicesValue;
  present: Plan;
  /** The plans it can be, with the present one. */
  plans: Plan[];
  wanted: string | undefined;
  currency: string;
}

export function ChangeForm({ subscriptionId, held, present, plans, wanted, currency }: Props) {
  const t = useTranslations("change");
  const other = plans.find(({ id }) => id === wanted) ?? plans.find(({ id }) => id !== present.id);
  const [plan, setPlan] = useState(other ?? present);
  const [choices, setChoices] = useState(() => carry(held, present.addons, plan.addons));
  const change = useChange(subscriptionId, plan.id, choices);
  const same = plan.id === present.id && isSame(choices, held);
  return (
    <form
      className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,26rem)] lg:gap-12"
      onSubmit={(event) => {
        event.preventDefault();
        if (!same) change.confirm();
      }}
    >
      <div className="grid gap-8">
        <Targets
          plans={plans}
          present={present.id}
          chosen={plan.id}
          currency={currency}
          locked={change.locked}
          onChoose={(next) => {
            change.forget();
            setPlan(next);
            setChoices(carry(choices, plan.addons, next.addons));
          }}
        />
        <Choices
          bare
          plan={plan}
          currency={currency}
          value={choices}
          locked={change.locked}
          errors={change.fields}
          onChange={(next) => {
            change.forget();
            setChoices(next);
          }}
        />
      </div>
      <div className="lg:sticky lg:top-6">
        {same ? <p className="text-ink-muted">{t("same")}</p> : <ChangeSummary change={change} plan={plan} />}
      </div>
    </form>
  );
}
