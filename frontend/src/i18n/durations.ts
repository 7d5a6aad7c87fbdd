// Lengths of time in words, in the reader's language: "2 days and 3 hours". Never more than two units: what is far away
// needs no seconds.
import { use } from "react";
import { TagContext } from "./tag";

const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

type Unit = (typeof UNITS)[number][0];

/** The two largest units that are not nothing, side by side; the last seconds alone. Empty once it is over. */
export function partsOf(milliseconds: number): [Unit, number][] {
  let rest = Math.ceil(milliseconds / 1_000);
  if (rest <= 0) return [];
  const parts: [Unit, number][] = [];
  for (const [unit, seconds] of UNITS) {
    const count = Math.floor(rest / seconds);
    rest -= count * seconds;
    if (count > 0) parts.push([unit, count]);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts;
}

export function inWords(milliseconds: number, tag: string): string {
  const words = partsOf(milliseconds).map(([unit, count]) =>
    new Intl.NumberFormat(tag, { style: "unit", unit, unitDisplay: "long" }).format(count),
  );
  return new Intl.ListFormat(tag, { type: "conjunction" }).format(words);
}

export function useDurations() {
  const tag = use(TagContext);
  return { words: (milliseconds: number) => inWords(milliseconds, tag) };
}
