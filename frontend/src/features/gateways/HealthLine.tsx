// Whether an account works: what the last look found and when, or why it cannot be used at all; and, where it does not,
// that payers are not offered it.
import { useTranslations } from "use-intl";
import { TONES } from "~/components/StatusBadge";
import { StatusShape } from "~/components/StatusShape";
import { useDates } from "~/i18n/dates";
import type { Shape, Tone } from "~/lib/status";
import type { GatewayAccount } from "./operations";

type Word = "healthy" | "unhealthy" | "unknown";

const LOOKS: Record<Word, [Shape, Tone]> = {
  healthy: ["disc", "success"],
  unhealthy: ["cross", "danger"],
  unknown: ["ring", "neutral"],
};

export function HealthLine({
  account,
}: {
  account: Pick<GatewayAccount, "health" | "problem" | "enabled" | "removedAt">;
}) {
  const t = useTranslations("gateways");
  const dates = useDates();
  const { health, problem } = account;
  const word: Word = problem || health?.ok === false ? "unhealthy" : health ? "healthy" : "unknown";
  const [shape, tone] = LOOKS[word];
  return (
    <div role="status" className="grid content-start justify-items-start gap-1.5">
      <span
        className={`inline-flex items-center gap-1.5 rounded-pill px-2.5 py-0.5 text-13 font-medium ${TONES[tone]}`}
      >
        <StatusShape shape={shape} className="size-2.5" />
        {t(word)}
      </span>
      {problem ? <p className="text-14 font-medium">{problem}</p> : null}
      <p className="text-14 text-ink-muted">
        {health ? (
          <>
            {health.message}{" "}
            <span className="whitespace-nowrap">
              {t("checked", { time: dates.moment(health.checkedAt) })}
            </span>
          </>
        ) : (
          t("notChecked")
        )}
      </p>
      {word === "unhealthy" && !account.enabled && !account.removedAt ? (
        <p className="text-14">{t("offBroken")}</p>
      ) : null}
    </div>
  );
}
