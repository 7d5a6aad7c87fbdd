// A line that pays for a part of a period, in units that a person counts: "15 of 30 days". The exact fraction stays with the
// line; here it is rounded to a tenth of a unit.
import type { Line } from "./operations";

export type ShareUnit = "day" | "hour" | "minute";

export interface Share {
  /** In tenths of a unit at most: 15, 14.5. */
  part: number;
  whole: number;
  unit: ShareUnit;
}

const MS = { day: 86_400_000, hour: 3_600_000, minute: 60_000 } as const;

const tenths = (value: number) => Math.round(value * 10) / 10;

/** Null for what pays for a whole period, or for no time at all. */
export function shareOf({ period, derivation }: Pick<Line, "period" | "derivation">): Share | null {
  if (!period || !derivation) return null;
  const [numerator, denominator] = [BigInt(derivation.numerator), BigInt(derivation.denominator)];
  const part = numerator < 0n ? -numerator : numerator;
  if (part === 0n || part >= denominator) return null;
  // The line's period is the part: the whole is as much longer as the fraction says.
  const length = BigInt(Date.parse(period.end) - Date.parse(period.start));
  const whole = Number((length * denominator) / part);
  const unit: ShareUnit = whole >= 2 * MS.day ? "day" : whole >= 2 * MS.hour ? "hour" : "minute";
  return { part: tenths(Number(length) / MS[unit]), whole: tenths(whole / MS[unit]), unit };
}

/** The server writes its lines in English. What a line is about can be said in every language. */
export type LineKind = "unused" | "remaining" | "toBalance" | "refund" | "wentBack" | "plain";

const UNUSED = "Unused time: ";
const REMAINING = "Remaining time: ";
// What makes the sum of a change that gives back more than it charges zero.
const BALANCING = new Map<string, LineKind>([
  ["To your balance", "toBalance"],
  ["Refund", "refund"],
  ["Went back before", "wentBack"],
]);

export function lineKind(description: string): { kind: LineKind; name: string } {
  if (description.startsWith(UNUSED)) return { kind: "unused", name: description.slice(UNUSED.length) };
  if (description.startsWith(REMAINING))
    return { kind: "remaining", name: description.slice(REMAINING.length) };
  return { kind: BALANCING.get(description) ?? "plain", name: description };
}
