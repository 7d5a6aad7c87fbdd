// What a change means: the new price, what is gained and lost, and the button that confirms exactly this.
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { CheckItem, CheckList } from "~/components/CheckList";
import { SkeletonRows } from "~/components/Loaded";
import { Money } from "~/components/Money";
import { Notice } from "~/components/Notice";
import { Problem } from "~/components/Problem";
import { Section } from "~/components/Section";
import { FeatureName, isOn } from "~/features/catalog/FeatureName";
import type { Plan } from "~/features/catalog/operations";
import { Lines, TotalRow } from "~/features/invoices/Lines";
import { Refused } from "~/features/payments/Refused";
import { Unheard } from "~/features/payments/Unheard";
import type { Quote } from "~/features/subscriptions/quote";
import type { Change } from "./useChange";

export function ChangeSummary({ change, plan }: { change: Change; plan: Plan }) {
  const t = useTranslations("change");
  const words = useTranslations("subscribe");
  const { quote, fresh, error, retry } = change.quote;
  const waiting = !fresh && !change.quote.refusal && !error;
  return (
    <Section title={t("summary")}>
      <p role="status" className="sr-only">
        {waiting ? words("updating") : null}
      </p>
      {quote ? (
        <div
          className={`grid gap-5 transition-opacity duration-(--t) ${fresh ? "" : "opacity-60"}`}
          aria-busy={waiting}
        >
          <Effects quote={quote} plan={plan} />
        </div>
      ) : waiting ? (
        <SkeletonRows rows={3} height="h-10" />
      ) : null}
      {error ? <Problem error={error} onRetry={retry} /> : null}
      {change.moved ? (
        <Notice tone="warning" urgent>
          {t("changed")}
        </Notice>
      ) : null}
      <Refused refusal={change.refusal} failed={change.failed} />
      {change.unheard ? (
        <Unheard onRetry={change.retry} />
      ) : quote ? (
        <Button type="submit" disabled={change.busy || !fresh} className="w-full">
          {change.busy ? t("confirming") : t("confirm", { name: plan.name })}
        </Button>
      ) : null}
    </Section>
  );
}

function Effects({ quote, plan }: { quote: Quote; plan: Plan }) {
  const t = useTranslations("change");
  const plans = useTranslations("plans");
  const { nextCharge, dueNow, lines } = quote;
  const gained = quote.featuresGained.filter(isOn);
  const lost = quote.featuresLost.filter(isOn);
  return (
    <>
      {lines.length > 0 ? (
        <Lines lines={lines}>
          <TotalRow name={t("today")} strong>
            <Money value={dueNow} />
          </TotalRow>
        </Lines>
      ) : null}
      {nextCharge && plan.interval ? (
        <p>
          {t.rich("onward", { amount: () => <Money value={nextCharge} />, per: plans("per", plan.interval) })}
        </p>
      ) : null}
      <p className="text-14 text-ink-muted">{t("settled")}</p>
      {gained.length > 0 ? (
        <div className="grid gap-2">
          <h3 className="text-14 font-medium text-ink-muted">{t("gained")}</h3>
          <CheckList>
            {gained.map((feature) => (
              <CheckItem key={feature.code}>
                <FeatureName feature={feature} />
              </CheckItem>
            ))}
          </CheckList>
        </div>
      ) : null}
      {lost.length > 0 ? (
        <div className="grid gap-2">
          <h3 className="text-14 font-medium text-ink-muted">{t("lost")}</h3>
          <ul className="grid gap-1.5 text-ink-muted">
            {lost.map((feature) => (
              <li key={feature.code} className="pl-5.5 line-through">
                <FeatureName feature={feature} />
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </>
  );
}
