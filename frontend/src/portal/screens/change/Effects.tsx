// What a change does: to the money, line by line, and to the features.
import { type ReactNode, use } from "react";
import { useTranslations } from "use-intl";
import { CheckItem, CheckList } from "~/components/CheckList";
import { Money } from "~/components/Money";
import { Notice } from "~/components/Notice";
import { FeatureName } from "~/features/catalog/FeatureName";
import type { Feature, Plan } from "~/features/catalog/operations";
import { Lines, TotalRow } from "~/features/invoices/Lines";
import type { Quote } from "~/features/subscriptions/quote";
import { Adjustments } from "~/features/terms/Adjustments";
import { useDates } from "~/i18n/dates";
import { TagContext } from "~/i18n/tag";
import { isZero } from "~/lib/money";
import { featureMoves, receiptLines, receiptSubtotal, startsLater } from "./receipt";

interface Props {
  quote: Quote;
  plan: Plan;
}

export function Effects({ quote, plan }: Props) {
  return (
    <>
      {plan.billing === "FROM_BALANCE" ? (
        <FromBalance quote={quote} plan={plan} />
      ) : (
        <InAdvance quote={quote} plan={plan} />
      )}
      <Features quote={quote} />
    </>
  );
}

function InAdvance({ quote, plan }: Props) {
  const t = useTranslations("change");
  const life = useTranslations("life");
  const words = useTranslations("subscribe");
  const dates = useDates();
  const { nextCharge, nextChargeAt, dueNow, credited, refunded, balanceApplied } = quote;
  const later = startsLater(quote, plan);
  const lines = receiptLines(quote);
  return (
    <>
      {later ? (
        <Notice tone="accent" title={life("laterTitle", { date: dates.day(quote.effectiveAt) })}>
          {life("later")}
        </Notice>
      ) : null}
      {lines.length > 0 ? (
        <Lines lines={lines}>
          <Adjustments of={{ ...quote, subtotal: receiptSubtotal(quote) }} />
          {isZero(balanceApplied.amount) ? null : (
            <TotalRow name={words("balance")}>
              <Money value={balanceApplied} />
            </TotalRow>
          )}
          {isZero(refunded.amount) ? null : (
            <TotalRow name={life("refund")}>
              <Money value={refunded} />
            </TotalRow>
          )}
          {isZero(credited.amount) ? null : (
            <TotalRow name={life("toBalance")}>
              <Money value={credited} />
            </TotalRow>
          )}
          <TotalRow name={words("dueNow")} strong>
            <Money value={dueNow} />
          </TotalRow>
        </Lines>
      ) : (
        <p className="font-medium">{t("nothing")}</p>
      )}
      {nextCharge && nextChargeAt ? (
        <p className="text-14 text-ink-muted">
          {words.rich("next", {
            amount: () => <Money value={nextCharge} />,
            date: dates.day(nextChargeAt),
          })}
        </p>
      ) : null}
    </>
  );
}

function FromBalance({ quote, plan }: Props) {
  const t = useTranslations("change");
  const plans = useTranslations("plans");
  const { nextCharge, dueNow, lines } = quote;
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
    </>
  );
}

function Features({ quote }: { quote: Quote }) {
  const t = useTranslations("change");
  const { gained, altered, lost } = featureMoves(quote);
  return (
    <>
      <Group title={t("gained")}>
        {gained.map((feature) => (
          <CheckItem key={feature.code}>
            <FeatureName feature={feature} />
          </CheckItem>
        ))}
      </Group>
      <Group title={t("altered")}>
        {altered.map(({ before, after }) => (
          <li key={after.code} className="pl-5.5">
            <FeatureName feature={after} />{" "}
            <span className="text-14 text-ink-muted">
              (<Before feature={before} />)
            </span>
          </li>
        ))}
      </Group>
      <Group title={t("lost")}>
        {lost.map((feature) => (
          <li key={feature.code} className="pl-5.5 text-ink-muted line-through">
            <FeatureName feature={feature} />
          </li>
        ))}
      </Group>
    </>
  );
}

function Group({ title, children }: { title: string; children: ReactNode[] }) {
  if (children.length === 0) return null;
  return (
    <div className="grid gap-2">
      <h3 className="text-14 font-medium text-ink-muted">{title}</h3>
      <CheckList>{children}</CheckList>
    </div>
  );
}

function Before({ feature: { name, value } }: { feature: Feature }) {
  const t = useTranslations("change");
  const tag = use(TagContext);
  if (typeof value === "number") return t("before", { value: value.toLocaleString(tag) });
  return t("before", { value: typeof value === "string" && value !== "" ? value : name });
}
