// One payment in a list: amount as the hero, card, date, status.
import { Link } from "@tanstack/react-router";
import { Money } from "~/components/Money";
import { StatusBadge } from "~/components/StatusBadge";
import { useDates } from "~/i18n/dates";
import { lookOf } from "./byhand";
import type { PaymentRowData } from "./operations";
import { PaidWith } from "./PaidWith";

export function PaymentRow({ payment }: { payment: PaymentRowData }) {
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
          <PaidWith payment={payment} before=" · " />
        </p>
      </div>
      <StatusBadge look={lookOf(payment)} />
    </li>
  );
}
