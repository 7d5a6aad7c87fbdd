// An invoice as a document: number, status, dates, lines, discounts and taxes, totals.
import { useTranslations } from "use-intl";
import { Money } from "~/components/Money";
import { StatusBadge } from "~/components/StatusBadge";
import { Adjustments } from "~/features/terms/Adjustments";
import { useDates } from "~/i18n/dates";
import { isZero } from "~/lib/money";
import { invoiceStatus } from "~/lib/status";
import { Lines, TotalRow } from "./Lines";
import type { Invoice } from "./operations";

interface Props {
  invoice: Invoice;
  /** Its number is said here; otherwise the page's title has it. */
  numbered?: boolean;
}

export function InvoiceView({ invoice, numbered = true }: Props) {
  const t = useTranslations("invoice");
  const words = useTranslations("subscribe");
  const dates = useDates();
  const { total, paid, credited, amountDue } = invoice;
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        {numbered ? (
          <p className="font-medium">
            {invoice.number ? t("number", { number: invoice.number }) : t("draft")}
          </p>
        ) : null}
        <StatusBadge look={invoiceStatus[invoice.status]} />
      </div>
      <p className="flex flex-wrap gap-x-4 text-14 text-ink-muted">
        {invoice.issuedAt ? <span>{t("issued", { date: dates.day(invoice.issuedAt) })}</span> : null}
        {invoice.dueAt && invoice.status === "OPEN" ? (
          <span>{t("dueAt", { date: dates.day(invoice.dueAt) })}</span>
        ) : null}
      </p>
      <Lines lines={invoice.lines}>
        <Adjustments of={invoice} />
        <TotalRow name={words("total")} strong={invoice.status !== "OPEN"}>
          <Money value={total} />
        </TotalRow>
        {isZero(paid.amount) ? null : (
          <TotalRow name={t("paid")}>
            <Money value={paid} />
          </TotalRow>
        )}
        {isZero(credited.amount) ? null : (
          <TotalRow name={t("credited")}>
            <Money value={credited} />
          </TotalRow>
        )}
        {invoice.status === "OPEN" ? (
          <TotalRow name={t("due")} strong>
            <Money value={amountDue} />
          </TotalRow>
        ) : null}
      </Lines>
    </div>
  );
}
