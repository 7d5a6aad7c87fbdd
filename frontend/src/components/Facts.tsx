// A list of facts: name on the left, value on the right; stacked when narrow.
import type { ReactNode } from "react";

export function Facts({ children }: { children: ReactNode }) {
  return <dl className="divide-y divide-line border-y border-line">{children}</dl>;
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap justify-between gap-x-6 gap-y-1 py-3">
      <dt className="text-ink-muted">{name}</dt>
      <dd className="text-right font-medium">{children}</dd>
    </div>
  );
}
