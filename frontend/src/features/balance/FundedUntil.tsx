// Until when the balance pays for the plans that are billed from it: the moment, and how long that is, counting down.
import { useTranslations } from "use-intl";
import { StatusShape } from "~/components/StatusShape";
import { useDates } from "~/i18n/dates";
import { useDurations } from "~/i18n/durations";
import { useNow } from "~/lib/tick";

const SOON_MS = 86_400_000;

export function FundedUntil({ until }: { until: string }) {
  const t = useTranslations("balance");
  const dates = useDates();
  const durations = useDurations();
  const end = new Date(until).getTime();
  const left = end - useNow(end);
  const soon = left < SOON_MS;
  return (
    <div className="grid gap-0.5">
      <p className="flex items-center gap-2 font-medium">
        <StatusShape
          shape={left <= 0 ? "cross" : soon ? "hourglass" : "disc"}
          className={`size-3.5 shrink-0 ${left <= 0 ? "text-danger-text" : soon ? "text-warning-text" : "text-success-text"}`}
        />
        <span>{t(left <= 0 ? "fundedOver" : "fundedUntil", { date: dates.moment(until) })}</span>
      </p>
      {left > 0 ? (
        // Read when it is reached, not at every tick.
        <p role="timer" aria-live="off" className="text-14 text-ink-muted tabular-nums">
          {t("fundedLeft", { time: durations.words(left) })}
        </p>
      ) : null}
    </div>
  );
}
