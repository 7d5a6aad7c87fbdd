// Where the subscription stands, in a sentence, with the one thing that can be done about it.
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { ButtonLink } from "~/components/Button";
import { Money } from "~/components/Money";
import { Notice } from "~/components/Notice";
import { type Standing, standings } from "~/features/subscriptions/standing";
import { useDates } from "~/i18n/dates";
import type { Tone } from "~/lib/status";
import { GivenBack } from "./GivenBack";
import { Keep } from "./Keep";
import type { Detail } from "./operations";

interface Props {
  subscription: Detail;
  onMoved: () => void;
}

const TONES: Record<Standing["says"], Tone> = {
  trial: "accent",
  trialEnds: "warning",
  ends: "warning",
  notRenewed: "warning",
  changes: "accent",
  changeUnpaid: "warning",
  paused: "neutral",
  pausedUntil: "neutral",
  canceled: "neutral",
  expired: "neutral",
  neverStarted: "neutral",
};

export function Standings(props: Props) {
  return standings(props.subscription).map((standing) => (
    <One key={standing.says} standing={standing} {...props} />
  ));
}

function One({ standing, subscription, onMoved }: Props & { standing: Standing }) {
  const t = useTranslations("life");
  const dates = useDates();
  const at = "at" in standing && standing.at ? dates.day(standing.at) : "";
  const next = subscription.pendingChange;
  const offer = useOffer({ standing, subscription, onMoved });
  const title =
    standing.says === "changeUnpaid"
      ? t("changeUnpaidTitle", { plan: next?.plan.name ?? "" })
      : t(`${standing.says}Title`, { date: at });
  return (
    <Notice tone={TONES[standing.says]} title={title} actions={offer}>
      <Meaning standing={standing} subscription={subscription} />
    </Notice>
  );
}

/** What that means: what is on, what is charged, what is kept. */
function Meaning({ standing, subscription }: { standing: Standing; subscription: Detail }): ReactNode {
  const t = useTranslations("life");
  const { nextInvoice, pendingChange } = subscription;
  switch (standing.says) {
    case "trial":
      return nextInvoice ? t.rich("trial", { amount: () => <Money value={nextInvoice.total} /> }) : null;
    case "changes":
      return pendingChange ? <ChangesTo change={pendingChange} /> : null;
    case "canceled":
      return (
        <>
          {t("canceled")} <GivenBack subscription={subscription} />
        </>
      );
    case "paused":
    case "pausedUntil":
      return t(subscription.plan.billing === "FROM_BALANCE" ? "pausedTariff" : "paused");
    default:
      return t(standing.says);
  }
}

/** All that it will be: the plan and its add-ons, with their quantities. */
function ChangesTo({ change: { plan, quantity, addons } }: { change: NonNullable<Detail["pendingChange"]> }) {
  const t = useTranslations("life");
  const words = useTranslations("home");
  const whole = [
    { name: plan.name, quantity },
    ...addons.map((each) => ({ name: each.addon.name, quantity: each.quantity })),
  ];
  const what = whole
    .map((one) => (one.quantity > 1 ? `${one.name} ${words("quantity", { count: one.quantity })}` : one.name))
    .join(", ");
  return t("changes", { what });
}

/** What can be done about it; null for nothing. */
function useOffer({ standing, subscription, onMoved }: Props & { standing: Standing }): ReactNode {
  const t = useTranslations("life");
  const { id, plan, availableActions } = subscription;
  switch (standing.says) {
    case "trialEnds":
    case "ends":
    case "notRenewed":
    case "changes":
    case "changeUnpaid":
      return availableActions.includes("KEEP") ? (
        <Keep id={id} words={t(standing.says.startsWith("change") ? "keepPlan" : "keep")} onMoved={onMoved} />
      ) : null;
    case "canceled":
    case "expired":
    case "neverStarted":
      return plan.archivedAt ? (
        <ButtonLink to="/plans">{t("otherPlans")}</ButtonLink>
      ) : (
        <ButtonLink to="/subscribe/$planId" params={{ planId: plan.id }}>
          {t("again")}
        </ButtonLink>
      );
    default:
      return null;
  }
}
