// The plain facts of a payment: amount, card, invoice, and when the server last heard of it.
import { Link } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { Fact, Facts } from "~/components/Facts";
import { Money } from "~/components/Money";
import type { Payment } from "~/features/payments/operations";
import { usePaidWith } from "~/features/payments/PaidWith";
import { useDates } from "~/i18n/dates";

export function PaymentFacts({ payment }: { payment: Payment }) {
  const t = useTranslations("payment");
  const words = useTranslations("subscription");
  const dates = useDates();
  const paidWith = usePaidWith()(payment);
  const subscription = payment.invoice?.subscription;
  return (
    <div className="grid gap-3">
      <Facts>
        <Fact name={t("amount")}>
          <Money value={payment.amount} />
        </Fact>
        {paidWith ? <Fact name={t("method")}>{paidWith}</Fact> : null}
        {subscription ? (
          <Fact name={words("plan")}>
            <Link to="/subscriptions/$id" params={{ id: subscription.id }} className="link">
              {subscription.product.name} · {subscription.plan.name}
            </Link>
          </Fact>
        ) : null}
        {payment.invoice?.number ? (
          <Fact name={t("invoice")}>
            <Link to="/invoices/$id" params={{ id: payment.invoice.id }} className="link">
              {payment.invoice.number}
            </Link>
          </Fact>
        ) : null}
      </Facts>
      <p className="text-13 text-ink-muted tabular-nums">
        {t("updated", { time: dates.clock(payment.updatedAt) })}
      </p>
    </div>
  );
}
