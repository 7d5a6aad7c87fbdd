// A whole number with fewer/more buttons: quantities of plans and add-ons.
import { useId } from "react";
import { useTranslations } from "use-intl";

interface Props {
  label: string;
  name: string;
  value: number;
  min: number;
  max: number;
  labelHidden?: boolean;
  invalid?: boolean;
  onChange: (value: number) => void;
}

const SIDE =
  "grid size-11 place-items-center text-20 text-ink-muted hover:bg-subtle hover:text-ink disabled:opacity-40 disabled:hover:bg-transparent";

export function Stepper({ label, name, value, min, max, labelHidden, invalid, onChange }: Props) {
  const t = useTranslations("subscribe");
  const id = useId();
  const set = (next: number) => {
    if (Number.isInteger(next)) onChange(Math.min(Math.max(next, min), max));
  };
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <label htmlFor={id} className={labelHidden ? "sr-only" : "text-14 font-medium"}>
        {label}
      </label>
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
          value={value}
          aria-invalid={invalid || undefined}
          onChange={(event) => set(event.target.valueAsNumber)}
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
    </div>
  );
}
