// What a payment was paid with, in the payer's words; nothing while nobody knows.
import { useTranslations } from "use-intl";
import { isByHand } from "./byhand";
import { useCardName } from "./CardName";
import type { Payment } from "./operations";

type Paid = Pick<Payment, "kind" | "cardBrand" | "cardLast4">;

/** Null for a card of which nothing is known yet. */
export function usePaidWith(): (payment: Paid) => string | null {
  const t = useTranslations("payment");
  const ways = useTranslations("ways");
  const cardName = useCardName();
  return ({ kind, cardBrand, cardLast4 }) => {
    if (kind === "BALANCE") return t("fromBalance");
    if (isByHand(kind)) return ways(`kind_${kind}`);
    const card = cardName({ brand: cardBrand, last4: cardLast4 });
    return card ?? (kind === "WALLET" ? ways("kind_WALLET") : null);
  };
}

/** `before` is written in front of it, where there is anything to say. */
export function PaidWith({ payment, before = "" }: { payment: Paid; before?: string }) {
  const name = usePaidWith()(payment);
  return name ? `${before}${name}` : null;
}
