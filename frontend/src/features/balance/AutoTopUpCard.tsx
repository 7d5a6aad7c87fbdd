// Whether the balance tops itself up, by what rule, and why it stopped when it did.
import { Link } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { ButtonLink } from "~/components/Button";
import { Fact, Facts } from "~/components/Facts";
import { Money } from "~/components/Money";
import { Notice } from "~/components/Notice";
import { Section } from "~/components/Section";
import { StatusBadge } from "~/components/StatusBadge";
import { MethodName } from "~/features/payments/MethodName";
import { switchStatus } from "~/lib/status";
import type { AutoTopUp, Balance } from "./operations";

export type SwitchState = keyof typeof switchStatus;

export function switchOf(rule: Pick<AutoTopUp, "enabled" | "pausedReason"> | null): SwitchState {
  if (!rule?.enabled) return "OFF";
  return rule.pausedReason === null ? "ON" : "PAUSED";
}

export function AutoTopUpCard({ balance }: { balance: Balance }) {
  const t = useTranslations("autoTopUp");
  const rule = balance.autoTopUp;
  const state = switchOf(rule);
  return (
    <Section title={t("title")} aside={<StatusBadge look={switchStatus[state]} />}>
      {rule && state === "PAUSED" ? (
        <Notice tone="warning" title={t("pausedTitle")}>
          <p>{rule.pausedReason}</p>
          <p>{t("pausedNote")}</p>
        </Notice>
      ) : null}
      {rule && state !== "OFF" ? <Rule rule={rule} /> : <p className="text-ink-muted">{t("off")}</p>}
      <ButtonLink kind="plain" to="/balance/automatic" className="justify-self-start">
        {t(state === "OFF" ? "setUp" : "change")}
      </ButtonLink>
    </Section>
  );
}

function Rule({ rule }: { rule: AutoTopUp }) {
  const t = useTranslations("autoTopUp");
  const { threshold, amount, paymentMethod, inFlight } = rule;
  return (
    <Facts>
      <Fact name={t("below")}>
        <Money value={threshold} />
      </Fact>
      <Fact name={t("by")}>
        <Money value={amount} />
      </Fact>
      <Fact name={t("with")}>{paymentMethod ? <MethodName method={paymentMethod} /> : t("noMethod")}</Fact>
      {inFlight ? (
        <Fact name={t("inFlight")}>
          <Link to="/payments/$id" params={{ id: inFlight.id }} className="link">
            <Money value={inFlight.amount} />
          </Link>
        </Fact>
      ) : null}
    </Facts>
  );
}
