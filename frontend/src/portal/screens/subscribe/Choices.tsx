// What is bought: the plan with its quantity, and each add-on from none up to what is allowed.
import { useTranslations } from "use-intl";
import { Section } from "~/components/Section";
import { Stepper } from "~/components/Stepper";
import type { Addon, Plan } from "~/features/catalog/operations";
import { PriceTag } from "~/features/catalog/PriceTag";

export interface ChoicesValue {
  quantity: number;
  addons: Record<string, number>;
}

/** The add-ons of a choice as the API takes them. */
export function orderedAddons({ addons }: ChoicesValue): { addonId: string; quantity: number }[] {
  return Object.entries(addons)
    .filter(([, quantity]) => quantity > 0)
    .map(([addonId, quantity]) => ({ addonId, quantity }));
}

interface Props {
  plan: Plan;
  currency: string;
  value: ChoicesValue;
  locked: boolean;
  errors: Record<string, string | undefined>;
  /** The plan is named and priced beside it already. */
  bare?: boolean;
  onChange: (value: ChoicesValue) => void;
}

const MOST = 9_999;

export function Choices({ plan, currency, value, locked, errors, bare = false, onChange }: Props) {
  const t = useTranslations("subscribe");
  const addons = plan.addons.filter((addon) => addon.price);
  return (
    <fieldset disabled={locked} className="grid min-w-0 gap-10">
      <legend className="sr-only">{t("planSection")}</legend>
      <Section title={t("planSection")} titleHidden={bare}>
        <div className="grid gap-4 border-y border-line py-4">
          {bare ? null : (
            <div className="flex flex-wrap justify-between gap-x-4">
              <span className="font-medium">{plan.name}</span>
              <PriceTag
                price={plan.price}
                interval={plan.interval}
                anchor={plan.anchor}
                currency={currency}
                fromBalance={plan.billing === "FROM_BALANCE"}
              />
            </div>
          )}
          <Stepper
            label={t("quantity")}
            name={plan.name}
            value={value.quantity}
            min={1}
            max={MOST}
            error={errors.quantity}
            onChange={(quantity) => onChange({ ...value, quantity })}
          />
        </div>
      </Section>
      {addons.length > 0 ? (
        <Section title={t("addonsSection")}>
          <ul className="divide-y divide-line border-y border-line">
            {addons.map((addon) => (
              <AddonRow
                key={addon.id}
                addon={addon}
                plan={plan}
                currency={currency}
                value={value.addons[addon.id] ?? 0}
                onChange={(quantity) =>
                  onChange({ ...value, addons: { ...value.addons, [addon.id]: quantity } })
                }
              />
            ))}
          </ul>
        </Section>
      ) : null}
    </fieldset>
  );
}

interface AddonRowProps {
  addon: Addon;
  plan: Plan;
  currency: string;
  value: number;
  onChange: (quantity: number) => void;
}

function AddonRow({ addon, plan, currency, value, onChange }: AddonRowProps) {
  const t = useTranslations("subscribe");
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-4">
      <div className="flex-1 basis-32">
        <p className="font-medium">{addon.name}</p>
        <p className="text-14 text-ink-muted">
          <PriceTag
            price={addon.price}
            interval={addon.charge === "ONE_TIME" ? "once" : plan.interval}
            currency={currency}
          />
          {addon.maxQuantity && addon.maxQuantity > 1
            ? ` · ${t("upTo", { count: addon.maxQuantity })}`
            : null}
        </p>
      </div>
      <Stepper
        label={addon.name}
        labelHidden
        name={addon.name}
        value={value}
        min={0}
        max={addon.maxQuantity ?? MOST}
        onChange={onChange}
      />
    </li>
  );
}
