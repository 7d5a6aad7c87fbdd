// A status in a row or beside a title: word + shape + colour, never colour alone.
import { useTranslations } from "use-intl";
import type { StatusLook, Tone } from "~/lib/status";
import { StatusShape } from "./StatusShape";

export const TONES: Record<Tone, string> = {
  neutral: "bg-neutral-soft text-neutral-text",
  accent: "bg-accent-soft text-accent-text",
  success: "bg-success-soft text-success-text",
  warning: "bg-warning-soft text-warning-text",
  danger: "bg-danger-soft text-danger-text",
};

export function StatusBadge({ look }: { look: StatusLook }) {
  const t = useTranslations("status");
  return (
    <span
      className={`inline-flex items-center gap-1.5 rounded-pill px-2.5 py-0.5 text-13 font-medium whitespace-nowrap ${TONES[look.tone]}`}
    >
      <StatusShape shape={look.shape} className="size-2.5" />
      {t(look.word)}
    </span>
  );
}
