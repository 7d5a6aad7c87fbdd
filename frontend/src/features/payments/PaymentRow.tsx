// One payment in a list: amount as the hero, card, date, status.
import { Link } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { Money } from "~/components/Money";
import { StatusBadge } from "~/components/StatusBadge";
import { useDates } from "~/i18n/dates";
import { paymentStatus } from "~/lib/status";
import { CardName } from "./CardName";
import type { PaymentRowData } from "./operations";

export function PaymentRow({ payment }: { payment: PaymentRowData }) {
  const t = useTranslations("payment");
  const dates = useDates();
  return (
    <li className="relative flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-2 py-3 hover:bg-subtle">
      <div className="flex-1 basis-36">
        <Link
          to="/payments/$id"
          params={{ id: payment.id }}
          className="font-semibold after:absolute after:inset-0 hover:underline"
        >
          <Money value={payment.amount} />
        </Link>
        <p className="text-14 text-ink-muted">
          {dates.moment(payment.createdAt)}
          {payment.cardLast4 || payment.kind === "BALANCE" ? " · " : null}
          {payment.kind === "BALANCE" ? (
            t("fromBalance")
          ) : (
            <CardName brand={payment.cardBrand} last4={payment.cardLast4} />
          )}
        </p>
      </div>
      <StatusBadge look={paymentStatus[payment.status]} />
    </li>
  );
}
