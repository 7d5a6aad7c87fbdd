// The open invoices, each with how much of the money goes to it.
import { useTranslations } from "use-intl";
import { AmountField, type AmountValue, type Unit } from "~/components/AmountField";
import { Button } from "~/components/Button";
import { Money } from "~/components/Money";
import { useDates } from "~/i18n/dates";
import type { PayableInvoice } from "./operations";

interface Props {
  invoices: PayableInvoice[];
  parts: Record<string, string>;
  read: (text: string) => AmountValue;
  unit: Unit;
  canFill: boolean;
  onFill: () => void;
  onChange: (invoiceId: string, part: string) => void;
}

export function Allocations({ invoices, parts, read, unit, canFill, onFill, onChange }: Props) {
  const t = useTranslations("register");
  const dates = useDates();
  if (invoices.length === 0) return <p className="text-14 text-ink-muted">{t("noInvoices")}</p>;
  return (
    <fieldset className="grid gap-4 border-t border-line pt-5">
      <legend className="float-left mb-1 w-full text-16 font-semibold">{t("allocations")}</legend>
      <div>
        <Button kind="plain" disabled={!canFill} onClick={onFill}>
          {t("fill")}
        </Button>
      </div>
      <ul className="grid gap-4">
        {invoices.map(({ id, number, dueAt, amountDue }) => (
          <li key={id} className="grid items-start gap-x-6 gap-y-2 sm:grid-cols-2">
            <p className="grid text-14">
              <span className="font-medium">{number ?? id}</span>
              <span className="text-ink-muted">
                {t.rich("due", { amount: () => <Money value={amountDue} /> })}
                {dueAt ? ` · ${dates.day(dueAt)}` : null}
              </span>
            </p>
            <AmountField
              label={t("part", { invoice: number ?? id })}
              name={id}
              unit={unit}
              value={read(parts[id] ?? "")}
              tried={false}
              onChange={(text) => onChange(id, text)}
            />
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
