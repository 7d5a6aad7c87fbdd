// Reads an amount as people type it, in the reader's own way of writing numbers. What cannot be read is said, never
// rounded: an amount with more decimals than the currency has is refused.
import { fromMinor, isZero, toMinor, widen } from "./money";

export type AmountProblem =
  | { type: "empty" }
  | { type: "unreadable" }
  | { type: "decimals"; has: number }
  | { type: "tooLarge" }
  | { type: "zero" };

export type Reading = { amount: string; problem: null } | { amount: null; problem: AmountProblem };

/** As the server: 10^15 minor units at most. */
const MOST = 10n ** 15n;

interface Marks {
  group: string;
  decimal: string;
}

/** What separates thousands and decimals where the reader lives. */
export function marksOf(tag: string): Marks {
  const parts = new Intl.NumberFormat(tag, { useGrouping: true }).formatToParts(1_234_567.5);
  const mark = (type: string) => parts.find((part) => part.type === type)?.value;
  return { group: mark("group") ?? ",", decimal: mark("decimal") ?? "." };
}

const SPACES = /[\s\u00a0\u202f]/g;
const escaped = (mark: string) => mark.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Plain digits with a point, or null. */
function plain(text: string, { group, decimal }: Marks): string | null {
  const compact = text.replace(SPACES, "");
  const thousands = new RegExp(`^\\d{1,3}(${escaped(group.replace(SPACES, ""))}\\d{3})+`);
  const head = group.trim() === "" ? null : compact.match(thousands)?.[0];
  const ungrouped = head ? head.replaceAll(group, "") + compact.slice(head.length) : compact;
  // The other mark means decimals too, where it cannot mean thousands: "10.50" in a region that writes "10,50".
  const marks = decimal === "." || decimal === "," ? "[.,]" : `[.,${escaped(decimal)}]`;
  const match = ungrouped.match(new RegExp(`^(\\d*)(?:${marks}(\\d*))?$`));
  if (!match || `${match[1] ?? ""}${match[2] ?? ""}` === "") return null;
  const whole = (match[1] ?? "").replace(/^0+(?=\d)/, "") || "0";
  return match[2] ? `${whole}.${match[2]}` : whole;
}

export function readAmount(text: string, decimals: number, tag: string, { zero = false } = {}): Reading {
  const refuse = (problem: AmountProblem): Reading => ({ amount: null, problem });
  if (text.trim() === "") return refuse({ type: "empty" });
  const amount = plain(text, marksOf(tag));
  if (amount === null) return refuse({ type: "unreadable" });
  const has = amount.split(".")[1]?.length ?? 0;
  if (has > decimals) return refuse({ type: "decimals", has });
  const exact = widen(amount, decimals);
  if (toMinor(exact) > MOST) return refuse({ type: "tooLarge" });
  if (!zero && isZero(exact)) return refuse({ type: "zero" });
  return { amount: fromMinor(toMinor(exact), decimals), problem: null };
}
