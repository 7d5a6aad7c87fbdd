// A list of things that are on, each with a tick.
import type { ReactNode } from "react";

export function CheckList({ children }: { children: ReactNode }) {
  return <ul className="grid gap-1.5">{children}</ul>;
}

export function CheckItem({ children }: { children: ReactNode }) {
  return (
    <li className="flex gap-2">
      <svg viewBox="0 0 16 16" className="mt-1.5 size-3.5 shrink-0 text-success-text" aria-hidden="true">
        <path
          d="m2.5 8.5 3.5 3.5 7.5-8"
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      <span>{children}</span>
    </li>
  );
}
