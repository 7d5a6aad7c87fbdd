// What one bag of a refill contains: each unit with its quantity, and how long it lasts.
import { useTranslations } from "use-intl";
import { useQuantity } from "~/i18n/numbers";
import { times } from "~/lib/money";
import type { Plan } from "./operations";

export function BagList({ grants, bags = 1 }: { grants: Plan["grants"]; bags?: number }) {
  const t = useTranslations("plans");
  const write = useQuantity();
  return (
    <ul className="grid gap-1">
      {grants.map(({ unit, quantity, expiresAfter }) => {
        const shown = { unit, quantity: write(times(quantity, bags)) };
        return (
          <li key={unit} className="font-medium">
            {expiresAfter
              ? t("bagExpires", { ...shown, count: expiresAfter.count, term: expiresAfter.unit })
              : t("bagItem", shown)}
          </li>
        );
      })}
    </ul>
  );
}
