// "Visa ending in 4242": all that is ever known of a card.
import { useTranslations } from "use-intl";

interface Card {
  brand: string | null;
  last4: string | null;
}

const capitalized = (brand: string) => brand.charAt(0).toUpperCase() + brand.slice(1);

/** Null for what has no digits. */
export function useCardName(): (card: Card) => string | null {
  const t = useTranslations("payment");
  return ({ brand, last4 }) => (last4 ? t("card", { brand: capitalized(brand ?? ""), last4 }) : null);
}

export function CardName(card: Card) {
  return useCardName()(card);
}
