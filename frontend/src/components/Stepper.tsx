// A whole number with fewer/more buttons: quantities of plans and add-ons. What is typed stays as it was typed: a number
// that cannot be ordered is told beside it, and the browser's own validation keeps the form from being sent.
import { useId, useState } from "react";
import { useTranslations } from "use-intl";

interface Props {
  label: string;
  name: string;
  value: number;
  min: number;
  max: number;
  labelHidden?: boolean;
  error?: string | undefined;
  onChange: (value: number) => void;
}

const SIDE =
  "grid size-11 place-items-center text-20 text-ink-muted hover:bg-subtle hover:text-ink disabled:opacity-40 disabled:hover:bg-transparent";

export function Stepper({ label, name, value, min, max, labelHidden, error, onChange }: Props) {
  const t = useTranslations("subscribe");
  const id = useId();
  const [rejected, setRejected] = useState<string | null>(null);
  const told = rejected === null ? error : t("range", { min, max });
  const set = (next: number) => {
    setRejected(null);
    onChange(next);
  };
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <label htmlFor={id} className={labelHidden ? "sr-only" : "text-14 font-medium"}>
        {label}
      </label>
      <div className="grid gap-1.5">
        <div className="inline-flex overflow-clip rounded-m border border-line-strong [overflow-clip-margin:4px]">
          <button
            type="button"
            className={SIDE}
            aria-label={t("fewer", { name })}
            disabled={value <= min}
            onClick={() => set(value - 1)}
          >
            <span aria-hidden="true">−</span>
          </button>
          <input
            id={id}
            type="number"
            inputMode="numeric"
            className="w-14 bg-transparent text-center tabular-nums [appearance:textfield] [&::-webkit-inner-spin-button]:appearance-none"
            min={min}
            max={max}
            step={1}
            required
            value={rejected ?? value}
            aria-invalid={told ? true : undefined}
            aria-describedby={told ? `${id}-error` : undefined}
            onChange={({ target }) => {
              const next = target.valueAsNumber;
              if (Number.isInteger(next) && next >= min && next <= max) set(next);
              else setRejected(target.value);
            }}
          />
          <button
            type="button"
            className={SIDE}
            aria-label={t("more", { name })}
            disabled={value >= max}
            onClick={() => set(value + 1)}
          >
            <span aria-hidden="true">+</span>
          </button>
        </div>
        {told ? (
          <p id={`${id}-error`} role="alert" className="w-0 min-w-full text-right text-14 text-danger-text">
            {told}
          </p>
        ) : null}
      </div>
    </div>
  );
}
