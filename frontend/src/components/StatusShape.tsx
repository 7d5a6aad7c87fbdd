// The eight shapes of the status map, drawn: glyph fonts differ between systems, these do not.
import type { ReactNode } from "react";
import type { Shape } from "~/lib/status";

const outline = <circle cx="8" cy="8" r="5.75" fill="none" stroke="currentColor" strokeWidth="1.5" />;

const drawings: Record<Shape, ReactNode> = {
  ring: outline,
  disc: <circle cx="8" cy="8" r="6.5" fill="currentColor" />,
  quarter: (
    <>
      {outline}
      <path d="M8 8V2.5A5.5 5.5 0 0 1 13.5 8Z" fill="currentColor" />
    </>
  ),
  half: (
    <>
      {outline}
      <path d="M8 2.5a5.5 5.5 0 0 0 0 11Z" fill="currentColor" />
    </>
  ),
  diamond: <path d="M8 .9 15.1 8 8 15.1.9 8Z" fill="currentColor" />,
  cross: <path d="m3.5 3.5 9 9m0-9-9 9" stroke="currentColor" strokeWidth="2.25" strokeLinecap="round" />,
  bars: <path d="M5 3v10m6-10v10" stroke="currentColor" strokeWidth="2.5" strokeLinecap="round" />,
  hourglass: (
    <path
      d="M4 2h8M4 14h8M5 2v2.5L8 8l3-3.5V2M5 14v-2.5L8 8l3 3.5V14"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinejoin="round"
      strokeLinecap="round"
    />
  ),
};

export function StatusShape({ shape, className = "size-3" }: { shape: Shape; className?: string }) {
  return (
    <svg viewBox="0 0 16 16" className={`shrink-0 ${className}`} aria-hidden="true">
      {drawings[shape]}
    </svg>
  );
}
