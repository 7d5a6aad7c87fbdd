// What bags of a refill cost with their taxes, as the server says it: asked again 300 ms after a change, late answers ignored.
import { useCallback, useEffect, useReducer, useRef } from "react";
import { type CombinedError, useClient } from "urql";
import { QUOTE_DELAY_MS } from "~/features/subscriptions/quote";
import type { ResultOf } from "~/lib/graphql";
import { type RefillBill, RefillQuoteQuery } from "./operations";

type Answer = ResultOf<typeof RefillQuoteQuery>["refillQuote"];

interface BillState {
  /** The last good bill, kept on screen while the next one is on its way. */
  bill: RefillBill | null;
  /** Only a fresh bill may be paid. */
  fresh: boolean;
  refusal: Exclude<Answer, { bill: RefillBill }> | null;
  error: CombinedError | null;
  /** The number of the question whose answer counts. */
  asked: number;
}

type BillEvent =
  | { type: "asked"; asked: number }
  | { type: "answered"; asked: number; answer: Answer }
  | { type: "failed"; asked: number; error: CombinedError };

const noBill: BillState = { bill: null, fresh: false, refusal: null, error: null, asked: 0 };

function billReducer(state: BillState, event: BillEvent): BillState {
  const { asked } = event;
  if (event.type === "asked") return { ...noBill, bill: state.bill, asked };
  if (asked !== state.asked) return state;
  if (event.type === "failed") return { ...state, error: event.error };
  return "bill" in event.answer
    ? { ...state, bill: event.answer.bill, fresh: true }
    : { ...state, refusal: event.answer };
}

export function useRefillBill(planId: string, quantity: number) {
  const client = useClient();
  const [state, dispatch] = useReducer(billReducer, noBill);
  const counter = useRef(0);

  const ask = useCallback(
    (delay: number) => {
      const asked = ++counter.current;
      dispatch({ type: "asked", asked });
      const timer = setTimeout(async () => {
        const { data, error } = await client
          .query(RefillQuoteQuery, { input: { planId, quantity } }, { requestPolicy: "network-only" })
          .toPromise();
        dispatch(
          data
            ? { type: "answered", asked, answer: data.refillQuote }
            : { type: "failed", asked, error: error as CombinedError },
        );
      }, delay);
      return () => clearTimeout(timer);
    },
    [client, planId, quantity],
  );

  useEffect(() => ask(counter.current === 0 ? 0 : QUOTE_DELAY_MS), [ask]);

  return { ...state, again: () => void ask(0) };
}
