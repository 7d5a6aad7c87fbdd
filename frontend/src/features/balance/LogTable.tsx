// The rows of a log: a table where there is room, cards on a phone. Amounts carry their sign.
import { Link } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { Money } from "~/components/Money";
import { useDates } from "~/i18n/dates";
import { useWide } from "~/lib/media";
import { isPositive } from "~/lib/money";
import type { Transaction } from "./operations";
import { ReasonMark } from "./ReasonMark";

export function LogRows({ rows }: { rows: Transaction[] }) {
  return useWide() ? <LogTable rows={rows} /> : <LogCards rows={rows} />;
}

function LogTable({ rows }: { rows: Transaction[] }) {
  const t = useTranslations("log");
  const dates = useDates();
  return (
    <table className="w-full border-collapse text-14">
      <caption className="sr-only">{t("title")}</caption>
      <thead>
        <tr className="border-b border-line-strong text-left text-13 text-ink-muted">
          <th scope="col" className="py-2 pr-4 font-medium">
            {t("when")}
          </th>
          <th scope="col" className="py-2 pr-4 font-medium">
            {t("reason")}
          </th>
          <th scope="col" className="py-2 pr-4 font-medium">
            {t("description")}
          </th>
          <th scope="col" className="py-2 pr-4 text-right font-medium">
            {t("amount")}
          </th>
          <th scope="col" className="py-2 text-right font-medium">
            {t("after")}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} className="border-b border-line align-baseline hover:bg-subtle">
            <td className="py-3 pr-4 whitespace-nowrap tabular-nums">
              <time dateTime={row.occurredAt}>{dates.moment(row.occurredAt)}</time>
            </td>
            <td className="py-3 pr-4">
              <ReasonMark reason={row.reason} />
            </td>
            <td className="py-3 pr-4">
              <What row={row} />
            </td>
            <td className="py-3 pr-4 text-right">
              <Moved row={row} />
            </td>
            <td className="py-3 text-right text-ink-muted">
              <Money value={row.balanceAfter} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function LogCards({ rows }: { rows: Transaction[] }) {
  const t = useTranslations("log");
  const dates = useDates();
  return (
    <ul className="divide-y divide-line border-y border-line">
      {rows.map((row) => (
        <li key={row.id} className="grid gap-1 py-3">
          <div className="flex flex-wrap items-baseline justify-between gap-x-4">
            <span className="font-medium">
              <ReasonMark reason={row.reason} />
            </span>
            <Moved row={row} />
          </div>
          <p className="text-14">
            <What row={row} />
          </p>
          <p className="flex flex-wrap justify-between gap-x-4 text-13 text-ink-muted tabular-nums">
            <time dateTime={row.occurredAt}>{dates.moment(row.occurredAt)}</time>
            <span>{t.rich("afterShort", { amount: () => <Money value={row.balanceAfter} /> })}</span>
          </p>
        </li>
      ))}
    </ul>
  );
}

function Moved({ row: { amount } }: { row: Transaction }) {
  return (
    <span className={`font-semibold ${isPositive(amount.amount) ? "text-success-text" : ""}`}>
      <Money value={amount} signed />
    </span>
  );
}

/** What it was for, leading there when there is a page of it; of which invoice; and by whom, when it was not the customer. */
function What({ row: { description, actor, payment, invoice, subscription } }: { row: Transaction }) {
  const t = useTranslations("log");
  const notes = [invoice?.number, actor === "STAFF" ? t("byStaff") : null].filter(Boolean).join(" · ");
  return (
    <>
      {payment ? (
        <Link to="/payments/$id" params={{ id: payment.id }} className="link">
          {description}
        </Link>
      ) : subscription ? (
        <Link to="/subscriptions/$id" params={{ id: subscription.id }} className="link">
          {description}
        </Link>
      ) : (
        description
      )}
      {notes ? <span className="block text-13 text-ink-muted">{notes}</span> : null}
    </>
  );
}
