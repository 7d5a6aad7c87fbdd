// One of several things to choose from: a radio button as a row, with a note beside or below its name.
import { type ReactNode, useId } from "react";

interface Props {
  name: string;
  checked: boolean;
  disabled?: boolean;
  onPick: () => void;
  title: ReactNode;
  note?: ReactNode;
  /** The note is a sentence: on lines of its own. */
  below?: boolean;
}

export function Option({ name, checked, disabled = false, onPick, title, note, below = false }: Props) {
  const id = useId();
  return (
    <label className="flex min-h-11 items-center gap-3 rounded-m border border-line-strong px-3 py-2 has-checked:border-accent has-checked:bg-accent-soft has-disabled:opacity-60">
      <input
        type="radio"
        name={name}
        className="size-4 shrink-0 accent-(--accent)"
        checked={checked}
        disabled={disabled}
        aria-describedby={note ? id : undefined}
        onChange={onPick}
      />
      <span className={below ? "grid flex-1 gap-0.5" : "flex flex-1 flex-wrap justify-between gap-x-4"}>
        <span className="font-medium">{title}</span>
        {note ? (
          <span id={id} className="text-14 text-ink-muted">
            {note}
          </span>
        ) : null}
      </span>
    </label>
  );
}
