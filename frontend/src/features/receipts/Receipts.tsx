// What was registered for a customer, newest first; a mistake can be taken back.
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Money } from "~/components/Money";
import { useDates } from "~/i18n/dates";
import type { Payer, PayerPayment, Receipt } from "./operations";

export interface Registered {
  receipt: Receipt;
  payment: PayerPayment;
}

export function registeredOf({ payments }: Pick<Payer, "payments">): Registered[] {
  return payments.nodes.flatMap((payment) => payment.receipts.map((receipt) => ({ receipt, payment })));
}

interface Props {
  registered: Registered[];
  act: (receipt: Receipt) => ReactNode;
}

export function Receipts({ registered, act }: Props) {
  const t = useTranslations("register");
  const dates = useDates();
  if (registered.length === 0) return <p className="text-14 text-ink-muted">{t("noReceipts")}</p>;
  return (
    <ul className="divide-y divide-line border-y border-line">
      {registered.map(({ receipt, payment }) => (
        <li key={receipt.id} className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2 py-3">
          <div className="grid min-w-0 gap-0.5">
            <span className="font-medium">
              <Money value={receipt.amount} /> ·{" "}
              {payment.invoice?.number
                ? t("toInvoice", { invoice: payment.invoice.number })
                : payment.invoice
                  ? t("toInvoice", { invoice: payment.invoice.id })
                  : t("toBalance")}
            </span>
            <span className="text-13 break-words text-ink-muted">
              {/* A calendar day: at noon it is the same day everywhere that matters. */}
              {[dates.day(`${receipt.receivedOn}T12:00:00`), receipt.reference, receipt.note]
                .filter(Boolean)
                .join(" · ")}
            </span>
            {receipt.reversedAt ? (
              <span className="text-13 font-medium text-warning-text">
                {t("reversed", {
                  time: dates.moment(receipt.reversedAt),
                  reason: receipt.reversalReason ?? "",
                })}
              </span>
            ) : null}
          </div>
          {receipt.reversedAt ? null : act(receipt)}
        </li>
      ))}
    </ul>
  );
}
