// A price with what it is for: "29.00 USD per month". Large on a plan, inline on an add-on.
import { useTranslations } from "use-intl";
import { Money } from "~/components/Money";
import type { Plan } from "./operations";

interface Props {
  price: Plan["price"];
  interval: Plan["interval"] | "once" | null;
  currency: string;
  /** Debited by elapsed time: say where from. */
  fromBalance?: boolean;
  size?: "large" | "inline";
}

export function PriceTag({ price, interval, currency, fromBalance = false, size = "inline" }: Props) {
  const t = useTranslations("plans");
  if (!price) return <span className="text-ink-muted">{t("notSold", { currency })}</span>;
  const per = interval === "once" ? t("once") : interval ? t("per", interval) : null;
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-1.5">
      <span className={size === "large" ? "text-32 font-semibold tracking-(--track-display)" : "font-medium"}>
        <Money value={price} />
      </span>
      {per ? (
        <span className="text-14 text-ink-muted">{fromBalance ? t("fromBalance", { per }) : per}</span>
      ) : null}
    </span>
  );
}
