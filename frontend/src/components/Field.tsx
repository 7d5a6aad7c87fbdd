// A labelled input or select with its hint and its error, wired for screen readers.
import { type ComponentPropsWithRef, type ReactNode, useId } from "react";

interface Wrap {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
}

function Frame({ id, label, hint, error, children }: Wrap & { id: string; children: ReactNode }) {
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-14 font-medium">
        {label}
      </label>
      {children}
      {hint && !error ? (
        <p id={`${id}-hint`} className="text-13 text-ink-muted">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} className="text-13 font-medium text-danger-text">
          {error}
        </p>
      ) : null}
    </div>
  );
}

function described(id: string, { hint, error }: Wrap) {
  return {
    "aria-invalid": error ? true : undefined,
    "aria-describedby": error ? `${id}-error` : hint ? `${id}-hint` : undefined,
  };
}

export function Field({ label, hint, error, ...input }: Wrap & ComponentPropsWithRef<"input">) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <input id={id} className="control" {...described(id, { label, hint, error })} {...input} />
    </Frame>
  );
}

export function SelectField({ label, hint, error, ...select }: Wrap & ComponentPropsWithRef<"select">) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <select id={id} className="control" {...described(id, { label, hint, error })} {...select} />
    </Frame>
  );
}
