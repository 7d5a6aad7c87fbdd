// A way to pay in the payer's words: what it is called, what happens next, and how much it takes.
import { useTranslations } from "use-intl";
import { Money } from "~/components/Money";
import { isByHand } from "./byhand";
import type { PaymentOption } from "./operations";
import type { Way } from "./ways";

/** `another`: the payer has saved cards, and this would be one more. */
export function WayName({ way, another }: { way: Way; another: boolean }) {
  const t = useTranslations("ways");
  const method = useTranslations("method");
  const { kind, label } = way.option;
  if (kind !== "CARD" && !isByHand(kind)) return label;
  const name = kind === "CARD" ? method(another ? "newCard" : "card") : t(`kind_${kind}`);
  return way.twin ? `${name} · ${label}` : name;
}

/** What happens next, of a way that is paid elsewhere. */
export function WayNote({ way }: { way: Way }) {
  const t = useTranslations("ways");
  const { kind, label } = way.option;
  return isByHand(kind) ? t(`note_${kind}`) : t("notePage", { gateway: label });
}

export function WayLimits({ limits }: { limits: PaymentOption["limits"][number] }) {
  const t = useTranslations("ways");
  const { minimum, maximum } = limits;
  const least = () => (minimum ? <Money value={minimum} /> : null);
  const most = () => (maximum ? <Money value={maximum} /> : null);
  if (minimum && maximum) return t.rich("between", { least, most });
  return minimum ? t.rich("atLeast", { least }) : t.rich("atMost", { most });
}
