// Whether what is on screen is live: a dot whose shape and word change with its colour.
import { useTranslations } from "use-intl";
import { StatusShape } from "~/components/StatusShape";
import type { LiveState } from "~/lib/live";
import { live } from "~/lib/services";
import type { Shape } from "~/lib/status";
import { useStore } from "~/lib/store";

const LOOKS: Record<LiveState, [Shape, string]> = {
  connecting: ["ring", "text-ink-faint"],
  live: ["disc", "text-success-text"],
  reconnecting: ["half", "text-warning-text"],
  offline: ["cross", "text-danger-text"],
};

export function LiveDot() {
  const t = useTranslations("shell");
  const state = useStore(live.state);
  const [shape, color] = LOOKS[state];
  return (
    <span role="status" className="inline-flex items-center gap-1.5 text-13 text-ink-muted">
      <StatusShape shape={shape} className={`size-2.5 ${color}`} />
      {t(state)}
    </span>
  );
}
