// The fixed day that a plan's periods begin on, in the reader's language: "from the 1st", "from Monday".
import { use } from "react";
import { useTranslations } from "use-intl";
import { TagContext } from "~/i18n/tag";
import type { Plan } from "./operations";

// Its first day is a Monday, and its February has 29 days.
const YEAR = 2024;

/** Null where periods begin with the subscription. */
export function useAnchor() {
  const t = useTranslations("plans");
  const tag = use(TagContext);
  return ({ anchor, interval }: Pick<Plan, "anchor" | "interval">): string | null => {
    if (!anchor || !interval) return null;
    const say = (date: Date, options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat(tag, { ...options, timeZone: "UTC" }).format(date);
    const { day, month } = anchor;
    if (interval.unit === "WEEK")
      return t("fromDate", { date: say(new Date(Date.UTC(YEAR, 0, day)), { weekday: "long" }) });
    if (month === null) return day === 31 ? t("fromLast") : t("fromDay", { day });
    const last = new Date(Date.UTC(YEAR, month, 0)).getUTCDate();
    const date = new Date(Date.UTC(YEAR, month - 1, Math.min(day, last)));
    return t("fromDate", { date: say(date, { day: "numeric", month: "long" }) });
  };
}
