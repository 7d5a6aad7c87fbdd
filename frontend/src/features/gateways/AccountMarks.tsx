// What tells accounts apart at a glance: real money or not, offered or not, and what can be paid with.
import { useTranslations } from "use-intl";
import { TONES } from "~/components/StatusBadge";
import type { GatewayAccount, MethodKind } from "./operations";

const PILL = "inline-flex rounded-pill px-2.5 py-0.5 text-13 font-medium whitespace-nowrap";

export function ModeMark({ mode }: Pick<GatewayAccount, "mode">) {
  const t = useTranslations("gateways");
  return <span className={`${PILL} ${TONES[mode === "LIVE" ? "accent" : "warning"]}`}>{t(mode)}</span>;
}

export function Kinds({ kinds }: { kinds: readonly MethodKind[] }) {
  const t = useTranslations("gateways");
  if (kinds.length === 0) return null;
  return <span className="text-14 text-ink-muted">{kinds.map((kind) => t(`kind_${kind}`)).join(" · ")}</span>;
}
