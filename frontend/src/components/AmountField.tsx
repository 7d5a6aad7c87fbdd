// A field for an amount of money: plain text in the reader's own way of writing numbers, with the currency beside it.
// What cannot be an amount is told while it is typed; nothing is rounded.
import { type Ref, use, useId } from "react";
import { useTranslations } from "use-intl";
import { TagContext } from "~/i18n/tag";
import { type Reading, readAmount } from "~/lib/amount-input";

export interface AmountValue {
  text: string;
  reading: Reading;
}

export interface Unit {
  currency: string;
  decimals: number;
}

/** Reads as the reader's region writes. */
export function useAmountReader({ decimals }: Unit, zero = false): (text: string) => AmountValue {
  const tag = use(TagContext);
  return (text) => ({ text, reading: readAmount(text, decimals, tag, { zero }) });
}

interface Props {
  label: string;
  name: string;
  unit: Unit;
  value: AmountValue;
  /** What the server said of it. */
  error?: string | undefined;
  hint?: string;
  /** Also say that it is empty: somebody tried to send it. */
  tried: boolean;
  disabled?: boolean;
  onChange: (text: string) => void;
  ref?: Ref<HTMLInputElement>;
}

export function AmountField({
  label,
  name,
  unit,
  value,
  error,
  hint,
  tried,
  disabled = false,
  onChange,
  ref,
}: Props) {
  const id = useId();
  const words = useAmountWords(unit);
  const { problem } = value.reading;
  // What is half typed ("", "0", ".") is no mistake yet.
  const early = problem && (problem.type === "empty" || problem.type === "zero" || value.text === ".");
  const told = error ?? (problem && (tried || !early) ? words(value) : undefined);
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-14 font-medium">
        {label}
      </label>
      <div className="relative">
        <input
          ref={ref}
          id={id}
          name={name}
          className="control pr-14 tabular-nums"
          type="text"
          inputMode="decimal"
          autoComplete="off"
          maxLength={24}
          disabled={disabled}
          value={value.text}
          aria-invalid={told ? true : undefined}
          aria-describedby={`${id}-currency ${id}-note`}
          onChange={({ target }) => onChange(target.value)}
        />
        <span
          id={`${id}-currency`}
          className="pointer-events-none absolute inset-y-0 right-3 grid place-items-center text-14 text-ink-muted"
        >
          {unit.currency}
        </span>
      </div>
      <p
        id={`${id}-note`}
        aria-live="polite"
        className={`text-13 empty:hidden ${told ? "font-medium text-danger-text" : "text-ink-muted"}`}
      >
        {told ?? hint}
      </p>
    </div>
  );
}

/** Why a text is no amount, in the server's words. */
export function useAmountWords({ currency, decimals }: Unit): (value: AmountValue) => string | undefined {
  const t = useTranslations("amount");
  return ({ reading: { problem } }) => {
    if (!problem) return undefined;
    if (problem.type === "decimals") return t("decimals", { currency, decimals, has: problem.has });
    return t(problem.type);
  };
}
