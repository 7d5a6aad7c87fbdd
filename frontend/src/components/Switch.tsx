// On or off, at once: what it says is what holds, never what was only asked for.
interface Props {
  label: string;
  on: boolean;
  words: string;
  disabled?: boolean;
  onChange: (on: boolean) => void;
}

export function Switch({ label, on, words, disabled = false, onChange }: Props) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={on}
      aria-label={label}
      disabled={disabled}
      onClick={() => onChange(!on)}
      className="-my-2.5 inline-flex min-h-11 items-center gap-3 font-medium disabled:cursor-progress disabled:opacity-60"
    >
      <span aria-hidden="true">{words}</span>
      <span
        aria-hidden="true"
        className={`inline-flex h-6 w-10 items-center rounded-pill border p-0.5 transition-colors duration-(--t) ${on ? "justify-end border-accent bg-accent" : "justify-start border-line-strong bg-muted"}`}
      >
        <span className={`size-4.5 rounded-pill ${on ? "bg-on-accent" : "bg-ink-muted"}`} />
      </span>
    </button>
  );
}
