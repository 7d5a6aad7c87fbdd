// The codes of an order. A code is asked about before it joins them: a wrong one stays in the field, and the order as it was
// can still be paid.
import { useRef, useState } from "react";
import { useClient } from "urql";
import { SubscriptionQuoteQuery } from "~/features/subscriptions/operations";
import type { QuoteInput } from "~/features/subscriptions/quote";
import { type CouponProblem, problemOfCode } from "./coupon-problems";

const UNHEARD: CouponProblem = { code: "unheard", message: "" };

export type Coupons = ReturnType<typeof useCoupons>;

/** `wanted` is the rest of the order. */
export function useCoupons(wanted: Omit<QuoteInput, "coupons">) {
  const client = useClient();
  const asking = useRef(false);
  const [codes, setCodes] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<CouponProblem | null>(null);

  async function wrongWith(code: string): Promise<CouponProblem | null> {
    const input = { ...wanted, coupons: [...codes, code] };
    const { data } = await client
      .query(SubscriptionQuoteQuery, { input }, { requestPolicy: "network-only" })
      .toPromise();
    const answer = data?.subscriptionQuote;
    if (!answer) return UNHEARD;
    // What is wrong elsewhere is no fault of the code: the order itself says it.
    return (answer.__typename === "InvalidInputError" && problemOfCode(answer.fields, codes.length)) || null;
  }

  return {
    codes,
    busy,
    /** Of the code that was tried last. */
    problem,
    /** True when the code counts now. */
    apply: async (typed: string): Promise<boolean> => {
      const code = typed.trim().toUpperCase();
      if (code === "" || asking.current) return false;
      asking.current = true;
      setBusy(true);
      setProblem(null);
      const wrong = await wrongWith(code);
      asking.current = false;
      setBusy(false);
      setProblem(wrong);
      if (!wrong) setCodes((before) => [...before, code]);
      return !wrong;
    },
    remove: (code: string) => {
      setProblem(null);
      setCodes((before) => before.filter((each) => each !== code));
    },
    forget: () => setProblem(null),
  };
}
