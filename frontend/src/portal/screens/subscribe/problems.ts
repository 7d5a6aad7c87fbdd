// Field errors of an order: those that have a place beside a field or a code, and those that are told at the button.
import type { CouponProblem } from "~/features/terms/coupon-problems";

interface Problem {
  path: string[];
  code: string;
  message: string;
}

export interface Problems {
  fields: Record<string, string>;
  /** By the place of the code. */
  coupons: Record<string, CouponProblem>;
  messages: string[];
}

/** The plan's quantity has a field of its own; an add-on's quantity has `addons` in its path. */
export function sortProblems(problems: Problem[], message: string): Problems {
  const sorted: Problems = { fields: {}, coupons: {}, messages: [] };
  for (const { path, code, message: words } of problems) {
    const [field, place] = path;
    if (field === "coupons" && place !== undefined) sorted.coupons[place] ??= { code, message: words };
    else if (path.at(-1) === "quantity" && !path.includes("addons")) sorted.fields.quantity ??= words;
    else sorted.messages.push(words);
  }
  if (problems.length === 0) sorted.messages.push(message);
  return sorted;
}
