// The binding quote: every line with its period, what is due now, what comes next, and the button that names its act.
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { SkeletonRows } from "~/components/Loaded";
import { Money } from "~/components/Money";
import { Problem } from "~/components/Problem";
import { Section } from "~/components/Section";
import type { Plan } from "~/features/catalog/operations";
import { Lines, TotalRow } from "~/features/invoices/Lines";
import { Unheard } from "~/features/payments/Unheard";
import type { Quote } from "~/features/subscriptions/quote";
import { Adjustments, isAdjusted } from "~/features/terms/Adjustments";
import { useDates } from "~/i18n/dates";
import { isZero } from "~/lib/money";
import { Outcomes } from "./Outcomes";
import { isTrial } from "./trial";
import type { Order } from "./useOrder";

interface Props {
  order: Order;
  plan: Plan;
  /** Whether what was chosen is charged again by itself; if not, invoices come. Null while nothing is chosen. */
  again: boolean | null;
}

export function OrderSummary({ order, plan, again }: Props) {
  const t = useTranslations("subscribe");
  const { quote, fresh, refusal, error, retry } = order.quote;
  const waiting = !fresh && !refusal && !error;
  return (
    <div className="lg:sticky lg:top-6">
      <Section title={t("summary")}>
        <p role="status" className="sr-only">
          {waiting ? t("updating") : null}
        </p>
        {quote ? (
          <div
            className={`transition-opacity duration-(--t) ${fresh ? "" : "opacity-60"}`}
            aria-busy={!fresh}
          >
            {isTrial(quote, plan) ? (
              <Trial quote={quote} plan={plan} lowered={order.coupons.codes.length > 0} />
            ) : (
              <QuoteTable quote={quote} />
            )}
          </div>
        ) : waiting ? (
          <SkeletonRows rows={3} height="h-10" />
        ) : null}
        {error ? <Problem error={error} onRetry={retry} /> : null}
        <Outcomes order={order} />
        {order.unheard ? <Unheard onRetry={order.retry} /> : <Pay order={order} plan={plan} again={again} />}
      </Section>
    </div>
  );
}

function Pay({ order, plan, again }: Props) {
  const t = useTranslations("subscribe");
  const life = useTranslations("life");
  const { quote, fresh } = order.quote;
  if (!quote || order.outcome?.type === "already") return null;
  const amount = () => <Money value={quote.dueNow} />;
  const trial = isTrial(quote, plan);
  const free = trial ? life("startTrial") : t("start");
  const label = isZero(quote.dueNow.amount) ? free : t.rich("pay", { amount });
  return (
    <>
      <Button type="submit" disabled={order.busy || !fresh} className="w-full">
        <span>{order.busy ? t("paying") : label}</span>
      </Button>
      {quote.nextCharge && again !== null ? (
        <p className="text-13 text-ink-muted">
          {trial ? life(again ? "trialAgree" : "trialInvoices") : t(again ? "agree" : "invoices")}
        </p>
      ) : null}
    </>
  );
}

interface TrialProps {
  quote: Quote;
  plan: Plan;
  /** By a code, and perhaps not for ever: what the first paid period costs need not be what each does. */
  lowered: boolean;
}

/** Free at first: how long, and what follows when. */
function Trial({ quote, plan, lowered }: TrialProps) {
  const t = useTranslations("life");
  const plans = useTranslations("plans");
  const words = useTranslations("subscribe");
  const dates = useDates();
  const { nextCharge, nextChargeAt, dueNow } = quote;
  const amount = () => <strong>{nextCharge ? <Money value={nextCharge} /> : null}</strong>;
  return (
    <div className="grid gap-3">
      <p className="text-24 font-semibold tracking-(--track-display) text-success-text">
        {t("freeFor", { days: plan.trialDays })}
      </p>
      {nextCharge && nextChargeAt && plan.interval ? (
        <p>
          {lowered
            ? words.rich("next", { amount, date: dates.day(nextChargeAt) })
            : t.rich(plan.anchor ? "afterTrialPart" : "afterTrial", {
                amount,
                per: plans("per", plan.interval),
                date: dates.day(nextChargeAt),
              })}
        </p>
      ) : null}
      <dl className="flex justify-between border-t border-line-strong pt-3 text-20 font-semibold">
        <dt>{words("dueNow")}</dt>
        <dd>
          <Money value={dueNow} />
        </dd>
      </dl>
    </div>
  );
}

function QuoteTable({ quote }: { quote: Quote }) {
  const t = useTranslations("subscribe");
  const dates = useDates();
  const { nextCharge, nextChargeAt } = quote;
  const partly = !isZero(quote.balanceApplied.amount);
  return (
    <div className="grid gap-3">
      <Lines lines={quote.lines}>
        <Adjustments of={quote} />
        {partly || isAdjusted(quote) ? (
          <TotalRow name={t("total")}>
            <Money value={quote.total} />
          </TotalRow>
        ) : null}
        {partly ? (
          <TotalRow name={t("balance")}>
            <Money value={quote.balanceApplied} />
          </TotalRow>
        ) : null}
        <TotalRow name={t("dueNow")} strong>
          <Money value={quote.dueNow} />
        </TotalRow>
      </Lines>
      <p className="text-14 text-ink-muted">
        {nextCharge && nextChargeAt
          ? t.rich("next", { amount: () => <Money value={nextCharge} />, date: dates.day(nextChargeAt) })
          : t("noNext")}
      </p>
    </div>
  );
}
