// What stands between the lines and the total: the subtotal, each discount, each tax. Without any there is nothing to say.
import { useTranslations } from "use-intl";
import { Money } from "~/components/Money";
import { TotalRow } from "~/features/invoices/Lines";
import { usePercent } from "~/i18n/numbers";
import { type Money as MoneyValue, negated } from "~/lib/money";
import type { DiscountAmount, TaxAmount } from "./operations";

export interface Adjusted {
  discounts: DiscountAmount[];
  taxes: TaxAmount[];
}

export function isAdjusted({ discounts, taxes }: Adjusted): boolean {
  return discounts.length > 0 || taxes.length > 0;
}

interface Props {
  of: Adjusted & { subtotal: MoneyValue };
}

export function Adjustments({ of: whole }: Props) {
  const t = useTranslations("terms");
  const words = useTranslations("subscribe");
  const percent = usePercent();
  if (!isAdjusted(whole)) return null;
  return (
    <>
      <TotalRow name={words("subtotal")}>
        <Money value={whole.subtotal} />
      </TotalRow>
      {whole.discounts.map(({ couponId, name, amount }) => (
        <TotalRow key={couponId} name={name}>
          <Money value={{ ...amount, amount: negated(amount.amount) }} />
        </TotalRow>
      ))}
      {whole.taxes.map(({ taxRateId, name, percent: rate, inclusive, amount }) => (
        <TotalRow
          key={taxRateId}
          name={t(inclusive ? "taxIncluded" : "tax", { name, percent: percent(rate) })}
        >
          <Money value={amount} />
        </TotalRow>
      ))}
    </>
  );
}
