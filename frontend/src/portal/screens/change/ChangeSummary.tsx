// The receipt of a change: every line with its days, what is due now or goes to the balance, when it takes effect, what is
// gained and lost, and the button that confirms exactly this.
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { SkeletonRows } from "~/components/Loaded";
import { Money } from "~/components/Money";
import { Notice } from "~/components/Notice";
import { Problem } from "~/components/Problem";
import { Section } from "~/components/Section";
import type { Plan } from "~/features/catalog/operations";
import { Refused } from "~/features/payments/Refused";
import { Unheard } from "~/features/payments/Unheard";
import { useDates } from "~/i18n/dates";
import { isZero } from "~/lib/money";
import { Effects } from "./Effects";
import { startsLater } from "./receipt";
import type { Change } from "./useChange";

interface Props {
  change: Change;
  plan: Plan;
  present: Plan;
}

export function ChangeSummary({ change, plan, present }: Props) {
  const t = useTranslations("change");
  const life = useTranslations("life");
  const words = useTranslations("subscribe");
  const dates = useDates();
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
      ) : change.quote.moved ? (
        <Notice tone="accent" urgent>
          {t("renewed")}
        </Notice>
      ) : null}
      {change.declined ? (
        <Notice tone="danger" urgent title={life("declinedTitle")}>
          {life("declined", { reason: change.refusal?.message ?? "" })}
        </Notice>
      ) : (
        <Refused refusal={change.refusal} failed={change.failed} />
      )}
      {change.unheard ? (
        <Unheard onRetry={change.retry} />
      ) : quote ? (
        <>
          <Button type="submit" disabled={change.busy || !fresh} className="w-full">
            <span>
              <Confirm change={change} plan={plan} present={present} />
            </span>
          </Button>
          <p className="text-13 text-ink-muted">{t("holds", { time: dates.time(quote.expiresAt) })}</p>
        </>
      ) : null}
    </Section>
  );
}

/** The button names its act: what is paid now, what is planned for when, or what it becomes at once. */
function Confirm({ change, plan, present }: Props) {
  const t = useTranslations("change");
  const life = useTranslations("life");
  const dates = useDates();
  const { quote } = change.quote;
  if (change.busy || !quote) return t("confirming");
  if (!isZero(quote.dueNow.amount))
    return life.rich("payAndChange", { amount: () => <Money value={quote.dueNow} /> });
  if (startsLater(quote, plan)) return life("planChange", { date: dates.day(quote.effectiveAt) });
  return plan.id === present.id ? life("changeNow") : t("confirm", { name: plan.name });
}
