// The change: plan, quantity and add-ons on the left, and what to pay with when something is due; what that means, to the
// day and the feature, and the one button on the right.
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Section } from "~/components/Section";
import type { Plan } from "~/features/catalog/operations";
import { MethodChoice } from "~/features/payments/MethodChoice";
import { isZero } from "~/lib/money";
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
  const words = useTranslations("subscribe");
  const other = plans.find(({ id }) => id === wanted) ?? plans.find(({ id }) => id !== present.id);
  const [plan, setPlan] = useState(other ?? present);
  const [choices, setChoices] = useState(() => carry(held, present.addons, plan.addons));
  const change = useChange(subscriptionId, plan.id, choices);
  const same = plan.id === present.id && isSame(choices, held);
  const due = same ? undefined : change.quote.quote?.dueNow;
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
        {due && !isZero(due.amount) ? (
          <Section title={words("method")}>
            <MethodChoice
              currency={currency}
              due={due}
              next={`/subscriptions/${subscriptionId}`}
              locked={change.locked}
              ref={change.method}
            />
          </Section>
        ) : null}
      </div>
      <div className="lg:sticky lg:top-6">
        {same ? (
          <p className="text-ink-muted">{t("same")}</p>
        ) : (
          <ChangeSummary change={change} plan={plan} present={present} />
        )}
      </div>
    </form>
  );
}
