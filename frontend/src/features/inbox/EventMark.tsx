// What became of an event: word, shape and colour.
import { useTranslations } from "use-intl";
import { TONES } from "~/components/StatusBadge";
import { StatusShape } from "~/components/StatusShape";
import type { Shape, Tone } from "~/lib/status";
import type { EventStatus } from "./operations";

const LOOKS: Record<EventStatus, [Shape, Tone]> = {
  RECEIVED: ["half", "accent"],
  APPLIED: ["disc", "success"],
  IGNORED: ["ring", "neutral"],
  FAILED: ["cross", "danger"],
};

export function EventMark({ status }: { status: EventStatus }) {
  const t = useTranslations("inbox");
  const [shape, tone] = LOOKS[status];
  return (
    <span
      className={`inline-flex items-center gap-1.5 rounded-pill px-2.5 py-0.5 text-13 font-medium whitespace-nowrap ${TONES[tone]}`}
    >
      <StatusShape shape={shape} className="size-2.5" />
      {t(status)}
    </span>
  );
}
