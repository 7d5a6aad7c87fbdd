// What a purchase of bags brings and costs: the server's own figures, dimmed while others are on their way.
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { SkeletonRows } from "~/components/Loaded";
import { Money } from "~/components/Money";
import { Problem } from "~/components/Problem";
import { Section } from "~/components/Section";
import { BagList } from "~/features/catalog/BagList";
import type { Plan } from "~/features/catalog/operations";
import { Adjustments } from "~/features/terms/Adjustments";
import type { RefillBill } from "./operations";
import type { useRefillBill } from "./useRefillBill";

interface Props {
  plan: Plan;
  quantity: number;
  asked: ReturnType<typeof useRefillBill>;
  /** The outcome and the button. */
  children: ReactNode;
}

export function RefillSummary({ plan, quantity, asked, children }: Props) {
  const t = useTranslations("refill");
  const words = useTranslations("subscribe");
  const { bill, fresh, refusal, error, again } = asked;
  const waiting = !fresh && !refusal && !error;
  return (
    <div className="lg:sticky lg:top-6">
      <Section title={words("summary")}>
        <p role="status" className="sr-only">
          {waiting ? words("updating") : null}
        </p>
        <div className="grid gap-1">
          <p className="text-14 text-ink-muted">{t("adds")}</p>
          <BagList grants={plan.grants} bags={quantity} />
        </div>
        {bill ? (
          <div
            className={`grid gap-4 transition-opacity duration-(--t) ${fresh ? "" : "opacity-60"}`}
            aria-busy={!fresh}
          >
            <Figures bill={bill} />
          </div>
        ) : waiting ? (
          <SkeletonRows rows={2} height="h-8" />
        ) : null}
        {error ? <Problem error={error} onRetry={again} /> : null}
        {children}
      </Section>
    </div>
  );
}

function Figures({ bill }: { bill: RefillBill }) {
  const t = useTranslations("refill");
  const words = useTranslations("subscribe");
  const why = bill.lines[0]?.derivation;
  return (
    <>
      {why ? (
        <p className="text-14 text-ink-muted tabular-nums">
          {t.rich("computed", {
            price: () => <Money value={why.unitPrice} />,
            quantity: Number(why.quantity),
          })}
        </p>
      ) : null}
      {bill.taxes.length > 0 ? (
        <table className="w-full border-collapse">
          <caption className="sr-only">{t("taxes")}</caption>
          <tbody>
            <Adjustments of={{ ...bill, discounts: [] }} />
          </tbody>
        </table>
      ) : null}
      <p className="flex flex-wrap justify-between gap-x-4 border-t border-line-strong pt-3 text-20 font-semibold">
        <span>{words("total")}</span>
        <span aria-live="polite">
          <Money value={bill.total} />
        </span>
      </p>
    </>
  );
}
