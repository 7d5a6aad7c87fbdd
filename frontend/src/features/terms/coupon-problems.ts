// What is wrong with a code, in the reader's words where there are some, else in the server's.
import { useTranslations } from "use-intl";
import type { enTerms } from "~/i18n/en.terms";

export interface CouponProblem {
  code: string;
  message: string;
}

type Known = keyof typeof enTerms.couponProblem;

export function useCouponWords(): (problem: CouponProblem) => string {
  const t = useTranslations("couponProblem");
  return ({ code, message }) => (t.has(code as Known) ? t(code as Known) : message);
}

interface FieldProblem extends CouponProblem {
  path: string[];
}

/** What was said of the code at a place in the list, or else of the list as a whole. */
export function problemOfCode(problems: FieldProblem[], place: number): CouponProblem | undefined {
  const own = problems.filter(({ path }) => path[0] === "coupons");
  return own.find(({ path }) => path[1] === String(place)) ?? own.find(({ path }) => path[1] === undefined);
}
