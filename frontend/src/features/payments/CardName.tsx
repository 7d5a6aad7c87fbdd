// "Visa ending in 4242": all that is ever known of a card.
import { useTranslations } from "use-intl";

const capitalized = (brand: string) => brand.charAt(0).toUpperCase() + brand.slice(1);

export function CardName({ brand, last4 }: { brand: string | null; last4: string | null }) {
  const t = useTranslations("payment");
  return last4 ? t("card", { brand: capitalized(brand ?? ""), last4 }) : null;
}
