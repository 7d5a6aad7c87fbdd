// A price with what it is for: "29.00 USD per month, from the 1st". Large on a plan, inline on an add-on.
import { useTranslations } from "use-intl";
import { Money } from "~/components/Money";
import { useAnchor } from "./anchor";
import type { Plan } from "./operations";

interface Props {
  price: Plan["price"];
  interval: Plan["interval"] | "once" | null;
  /** The fixed day that a plan's periods begin on; its add-ons need not say it again. */
  anchor?: Plan["anchor"];
  currency: string;
  /** Debited by elapsed time: say where from. */
  fromBalance?: boolean;
  size?: "large" | "inline";
}

export function PriceTag({
  price,
  interval,
  anchor = null,
  currency,
  fromBalance = false,
  size = "inline",
}: Props) {
  const t = useTranslations("plans");
  const fromDay = useAnchor();
  if (!price) return <span className="text-ink-muted">{t("notSold", { currency })}</span>;
  const per = interval === "once" ? t("once") : interval ? t("per", interval) : null;
  const from = interval === "once" ? null : fromDay({ anchor, interval });
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-1.5">
      <span className={size === "large" ? "text-32 font-semibold tracking-(--track-display)" : "font-medium"}>
        <Money value={price} />
      </span>
      {per ? (
        <span className="text-14 text-ink-muted">
          {fromBalance ? t("fromBalance", { per }) : from ? t("perFrom", { per, from }) : per}
        </span>
      ) : null}
    </span>
  );
}
