// The reason of a movement as a word beside a small drawing: never color alone.
import { useTranslations } from "use-intl";
import type { Reason } from "./operations";
import { REASONS } from "./reasons";

/** Strokes in a square of 16. */
const DRAWINGS: Record<Reason, string> = {
  TOP_UP: "M8 3v10M3 8h10",
  TARIFF: "M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2M8 5v3.2l2.2 1.6",
  INVOICE: "M4 2h8v12l-2-1.3L8 14l-2-1.3L4 14ZM6.3 5.5h3.4M6.3 8.5h3.4",
  REFUND: "M6 3 2.8 6.2 6 9.4M3 6.2h6.2a3.4 3.4 0 0 1 0 6.8H6",
  CREDIT: "m8 2.4 1.7 3.6 3.9.5-2.9 2.7.8 3.9L8 11.2l-3.5 1.9.8-3.9-2.9-2.7 3.9-.5Z",
  ADJUSTMENT:
    "M3 5h5m4 0h1M3 11h1m4 0h5M8.2 5a1.8 1.8 0 1 0 3.6 0 1.8 1.8 0 0 0-3.6 0M4.2 11a1.8 1.8 0 1 0 3.6 0 1.8 1.8 0 0 0-3.6 0",
  OVERPAYMENT: "M8 9.5V2.8M5 5.6l3-3 3 3M3 13h10",
  RELEASE: "M4 7.5h8V14H4ZM5.6 7.3V5a2.4 2.4 0 0 1 4.7-.7",
};

export function ReasonMark({ reason }: { reason: Reason }) {
  const t = useTranslations("reason");
  return (
    <span className="inline-flex items-baseline gap-2 whitespace-nowrap">
      <svg viewBox="0 0 16 16" className="size-4 shrink-0 self-center text-ink-muted" aria-hidden="true">
        <path
          d={DRAWINGS[reason]}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      {t(REASONS[reason])}
    </span>
  );
}
