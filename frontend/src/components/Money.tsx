// The only way money is printed: "1,234.50 MXN", tabular figures, a real minus sign, the code small.
import { use } from "react";
import { TagContext } from "~/i18n/tag";
import { formatAmount, type Money as MoneyValue } from "~/lib/money";

interface Props {
  value: MoneyValue;
  struck?: boolean;
  /** Also write a plus: what comes in, beside what goes out. */
  signed?: boolean;
}

export function Money({ value, struck = false, signed = false }: Props) {
  const tag = use(TagContext);
  const text = (
    <>
      {formatAmount(value.amount, tag, signed)}{" "}
      <span className="text-[max(0.5em,0.75rem)] font-medium">{value.currency}</span>
    </>
  );
  return struck ? (
    <s className="tabular-nums whitespace-nowrap">{text}</s>
  ) : (
    <span className="tabular-nums whitespace-nowrap">{text}</span>
  );
}
