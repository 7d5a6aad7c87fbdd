// Period, renewal, add-ons and features of a subscription.
import { useTranslations } from "use-intl";
import { CheckItem, CheckList } from "~/components/CheckList";
import { Fact, Facts } from "~/components/Facts";
import { Section } from "~/components/Section";
import { FeatureName, isOn } from "~/features/catalog/FeatureName";
import { PeriodBar } from "~/features/subscriptions/PeriodBar";
import { ENDED } from "~/features/subscriptions/standing";
import { useDates } from "~/i18n/dates";
import type { Detail } from "./operations";

const SERVING: Detail["status"][] = ["ACTIVE", "TRIALING", "PAST_DUE"];

export function SubscriptionFacts({ subscription }: { subscription: Detail }) {
  const t = useTranslations("subscription");
  const words = useTranslations("subscribe");
  const dates = useDates();
  const { quantity, addons, plan, status } = subscription;
  const fromBalance = plan.billing === "FROM_BALANCE";
  const over = ENDED.includes(status);
  const currentPeriod = status === "INCOMPLETE" || over ? null : subscription.currentPeriod;
  const serving = SERVING.includes(status);
  const all = [...plan.features, ...addons.flatMap(({ addon }) => addon.features)];
  const features = [...new Map(all.filter(isOn).map((feature) => [feature.code, feature])).values()];
  return (
    <>
      <Section title={t(fromBalance ? "holds" : over ? "held" : "period")}>
        {currentPeriod ? (
          <PeriodBar period={currentPeriod} at={status === "PAUSED" ? subscription.pausedAt : null} />
        ) : fromBalance || over ? null : (
          <p className="text-ink-muted">{t("noPeriod")}</p>
        )}
        <Facts>
          <Fact name={words("quantity")}>
            <span className="tabular-nums">{quantity}</span>
          </Fact>
          <Fact name={t("addons")}>
            {addons.length === 0
              ? t("noAddons")
              : addons.map((each) => (
                  <span key={each.addon.id} className="block tabular-nums">
                    {each.addon.name}
                    {each.quantity > 1 ? ` × ${each.quantity}` : null}
                  </span>
                ))}
          </Fact>
          <Fact name={t("since")}>{dates.day(subscription.createdAt)}</Fact>
        </Facts>
      </Section>
      <Section title={serving ? t("features") : t("featuresOff")}>
        {features.length === 0 ? (
          <p className="text-ink-muted">{t("noFeatures")}</p>
        ) : (
          <CheckList>
            {features.map((feature) => (
              <CheckItem key={feature.code}>
                <FeatureName feature={feature} />
              </CheckItem>
            ))}
          </CheckList>
        )}
      </Section>
    </>
  );
}
