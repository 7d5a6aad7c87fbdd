// How much of the current period has passed, as a thin bar with the same thing said in words.
import { useTranslations } from "use-intl";
import { useDates } from "~/i18n/dates";

interface Props {
  period: { start: string; end: string };
  /** Time stands still since then. */
  at?: string | null;
}

export function PeriodBar({ period, at = null }: Props) {
  const t = useTranslations("subscription");
  const dates = useDates();
  const start = new Date(period.start).getTime();
  const end = new Date(period.end).getTime();
  const passed = Math.min(Math.max(((at ? Date.parse(at) : Date.now()) - start) / (end - start), 0), 1);
  return (
    <div className="grid gap-2">
      <p className="font-medium">{dates.period(period)}</p>
      <svg
        className="h-1.5 w-full rounded-pill bg-muted"
        preserveAspectRatio="none"
        viewBox="0 0 1 1"
        aria-hidden="true"
      >
        <rect width={passed} height="1" className="fill-accent" />
      </svg>
      <p className="text-14 text-ink-muted">{t("elapsed", { percent: passed })}</p>
    </div>
  );
}
