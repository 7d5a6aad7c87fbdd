// An amount that changes by itself: the new one lights up for a moment, and is announced.
import { use, useEffect, useRef } from "react";
import { Money } from "~/components/Money";
import { TagContext } from "~/i18n/tag";
import { formatAmount, type Money as MoneyValue } from "~/lib/money";

export function LiveMoney({ value, label }: { value: MoneyValue; label: string }) {
  const tag = use(TagContext);
  const first = useRef(value.amount);
  const changed = first.current !== value.amount;
  useEffect(() => {
    // From the first change on, coming back to the same amount is news too.
    if (changed) first.current = "";
  }, [changed]);
  return (
    <>
      <span key={value.amount} className={changed ? "flash" : undefined}>
        <Money value={value} />
      </span>
      <span aria-live="polite" className="sr-only">
        {changed ? `${label}: ${formatAmount(value.amount, tag)} ${value.currency}` : null}
      </span>
    </>
  );
}
