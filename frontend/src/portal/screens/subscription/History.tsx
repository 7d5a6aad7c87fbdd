// What happened so far, newest first: invoices with what became of their payments, and the turns of its life.
import { Link } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { SkeletonRows } from "~/components/Loaded";
import { Money } from "~/components/Money";
import { Section } from "~/components/Section";
import { StatusBadge } from "~/components/StatusBadge";
import { useCardName } from "~/features/payments/CardName";
import { type Entry, historyOf } from "~/features/subscriptions/history";
import { useDates } from "~/i18n/dates";
import { invoiceStatus, paymentStatus } from "~/lib/status";
import type { Detail, OwnInvoice } from "./operations";

interface Props {
  subscription: Detail;
  invoices: OwnInvoice[] | undefined;
}

export function History({ subscription, invoices }: Props) {
  const t = useTranslations("life");
  return (
    <Section title={t("history")}>
      {invoices ? (
        <ol className="divide-y divide-line border-y border-line">
          {historyOf(subscription, invoices).map((entry) => (
            <Row key={entry.invoice?.id ?? entry.turn} entry={entry} />
          ))}
        </ol>
      ) : (
        <SkeletonRows rows={2} height="h-14" />
      )}
    </Section>
  );
}

function Row({ entry }: { entry: Entry<OwnInvoice> }) {
  const t = useTranslations("turn");
  const dates = useDates();
  if (entry.invoice) return <InvoiceRow invoice={entry.invoice} at={entry.at} />;
  return (
    <li className="flex flex-wrap justify-between gap-x-4 py-3">
      <span>{t(entry.turn)}</span>
      <span className="text-14 text-ink-muted tabular-nums">{dates.moment(entry.at)}</span>
    </li>
  );
}

function InvoiceRow({ invoice, at }: { invoice: OwnInvoice; at: string }) {
  const t = useTranslations("invoice");
  const dates = useDates();
  return (
    <li className="relative flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3 hover:bg-subtle">
      <div className="flex-1 basis-44">
        <Link
          to="/invoices/$id"
          params={{ id: invoice.id }}
          className="font-medium after:absolute after:inset-0 hover:underline"
        >
          {invoice.number ? t("number", { number: invoice.number }) : t("draft")}
        </Link>
        <p className="text-14 text-ink-muted tabular-nums">{dates.moment(at)}</p>
        <ul className="text-14 text-ink-muted">
          {invoice.payments.map((payment) => (
            <li key={payment.id}>
              <PaymentWords payment={payment} />
            </li>
          ))}
        </ul>
      </div>
      <span className="flex flex-wrap items-center justify-end gap-x-4 gap-y-1">
        <span className="font-medium">
          <Money value={invoice.total} />
        </span>
        <StatusBadge look={invoiceStatus[invoice.status]} />
      </span>
    </li>
  );
}

function PaymentWords({ payment }: { payment: OwnInvoice["payments"][number] }) {
  const t = useTranslations("life");
  const words = useTranslations("status");
  const names = useTranslations("payment");
  const cardName = useCardName();
  const status = words(paymentStatus[payment.status].word);
  const method =
    payment.kind === "BALANCE"
      ? names("fromBalance")
      : cardName({ brand: payment.cardBrand, last4: payment.cardLast4 });
  return method ? t("paymentWith", { status, method }) : status;
}
