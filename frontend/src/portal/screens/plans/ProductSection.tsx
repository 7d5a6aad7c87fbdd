// One product with its plans: cards side by side, one act on each that can be bought here.
import { useNavigate } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { Button, ButtonLink } from "~/components/Button";
import { Section } from "~/components/Section";
import type { Plan, Product } from "~/features/catalog/operations";
import { PlanCard } from "~/features/catalog/PlanCard";
import { RefillCard } from "~/features/catalog/RefillCard";
import type { Held } from "./useHeld";

interface Props {
  product: Product;
  currency: string;
  held: Map<string, Held>;
}

export function ProductSection({ product, currency, held }: Props) {
  const t = useTranslations("plans");
  if (product.plans.length === 0) return null;
  const mine = held.get(product.id);
  return (
    <Section title={product.name}>
      {product.description ? <p className="-mt-2 max-w-2xl text-ink-muted">{product.description}</p> : null}
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {product.plans.map((plan) =>
          product.kind === "REFILL" ? (
            <RefillCard
              key={plan.id}
              plan={plan}
              currency={currency}
              action={
                plan.price ? (
                  <ButtonLink to="/refill/$planId" params={{ planId: plan.id }}>
                    {t("buy", { name: plan.name })}
                  </ButtonLink>
                ) : null
              }
            />
          ) : (
            <PlanCard
              key={plan.id}
              plan={plan}
              currency={currency}
              current={mine?.planId === plan.id}
              action={<PlanAction plan={plan} mine={mine} />}
            />
          ),
        )}
      </div>
    </Section>
  );
}

function PlanAction({ plan, mine }: { plan: Plan; mine: Held | undefined }) {
  const t = useTranslations("plans");
  const navigate = useNavigate();
  if (mine?.planId === plan.id)
    return (
      <ButtonLink kind="plain" to="/subscriptions/$id" params={{ id: mine.subscriptionId }}>
        {t("manage", { name: plan.name })}
      </ButtonLink>
    );
  if (mine && plan.price && mine.changes === plan.billing)
    return (
      <ButtonLink
        kind="plain"
        to="/subscriptions/$id/change"
        params={{ id: mine.subscriptionId }}
        search={{ plan: plan.id }}
      >
        {t("switchTo", { name: plan.name })}
      </ButtonLink>
    );
  if (mine) return <p className="text-14 text-ink-muted">{t("otherHeld")}</p>;
  if (!plan.price) return null;
  return (
    <Button onClick={() => void navigate({ to: "/subscribe/$planId", params: { planId: plan.id } })}>
      {t("choose", { name: plan.name })}
    </Button>
  );
}
