// The live quote of an order: asked again 300 ms after a change, old numbers dimmed meanwhile, late answers ignored.

import { useCallback, useEffect, useReducer, useRef } from "react";
import { type Client, type CombinedError, useClient } from "urql";
import type { ResultOf, VariablesOf } from "~/lib/graphql";
import { type QuoteFields, SubscriptionChangeQuoteQuery, SubscriptionQuoteQuery } from "./operations";

export type QuoteInput = VariablesOf<typeof SubscriptionQuoteQuery>["input"];
export type ChangeQuoteInput = VariablesOf<typeof SubscriptionChangeQuoteQuery>["input"];
export type Quote = ResultOf<typeof QuoteFields>;

type Answer =
  | ResultOf<typeof SubscriptionQuoteQuery>["subscriptionQuote"]
  | ResultOf<typeof SubscriptionChangeQuoteQuery>["subscriptionChangeQuote"];
export type Refusal = Exclude<Answer, { quote: Quote }>;

export interface QuoteState {
  /** The last good quote, kept on screen while the next one is on its way. */
  quote: Quote | null;
  /** Only a fresh quote may be paid. */
  fresh: boolean;
  refusal: Refusal | null;
  error: CombinedError | null;
  /** The number of the question whose answer counts. */
  asked: number;
}

export type QuoteEvent =
  | { type: "changed"; asked: number }
  | { type: "answered"; asked: number; answer: Answer }
  | { type: "failed"; asked: number; error: CombinedError }
  | { type: "adopted"; asked: number; quote: Quote };

export const noQuote: QuoteState = { quote: null, fresh: false, refusal: null, error: null, asked: 0 };

export function quoteReducer(state: QuoteState, event: QuoteEvent): QuoteState {
  switch (event.type) {
    case "changed":
      return { ...state, fresh: false, refusal: null, error: null, asked: event.asked };
    case "answered":
      if (event.asked !== state.asked) return state;
      return "quote" in event.answer
        ? { ...state, quote: event.answer.quote, fresh: true, refusal: null, error: null }
        : { ...state, fresh: false, refusal: event.answer, error: null };
    case "failed":
      return event.asked === state.asked ? { ...state, error: event.error } : state;
    case "adopted":
      return { ...state, quote: event.quote, fresh: true, refusal: null, error: null, asked: event.asked };
  }
}

export const QUOTE_DELAY_MS = 300;

type Reply = { answer: Answer | undefined; error: CombinedError | undefined };
type Ask<Input> = (client: Client, input: Input) => Promise<Reply>;

async function askToSubscribe(client: Client, input: QuoteInput): Promise<Reply> {
  const { data, error } = await client
    .query(SubscriptionQuoteQuery, { input }, { requestPolicy: "network-only" })
    .toPromise();
  return { answer: data?.subscriptionQuote, error };
}

async function askToChange(client: Client, input: ChangeQuoteInput): Promise<Reply> {
  const { data, error } = await client
    .query(SubscriptionChangeQuoteQuery, { input }, { requestPolicy: "network-only" })
    .toPromise();
  return { answer: data?.subscriptionChangeQuote, error };
}

/** What a new subscription costs. */
export const useQuote = (input: QuoteInput) => useLiveQuote(input, askToSubscribe);

/** What a change of a subscription costs. */
export const useChangeQuote = (input: ChangeQuoteInput) => useLiveQuote(input, askToChange);

function useLiveQuote<Input>(input: Input, ask: Ask<Input>) {
  const client = useClient();
  const [state, dispatch] = useReducer(quoteReducer, noQuote);
  const counter = useRef(0);
  const key = JSON.stringify(input);

  const refresh = useCallback(
    (delay: number) => {
      const asked = ++counter.current;
      dispatch({ type: "changed", asked });
      const timer = setTimeout(async () => {
        const { answer, error } = await ask(client, JSON.parse(key) as Input);
        dispatch(
          answer
            ? { type: "answered", asked, answer }
            : { type: "failed", asked, error: error as CombinedError },
        );
      }, delay);
      return () => clearTimeout(timer);
    },
    [client, key, ask],
  );

  useEffect(() => refresh(counter.current === 0 ? 0 : QUOTE_DELAY_MS), [refresh]);

  // A quote lapses: ask for the next one just before.
  const expiresAt = state.quote?.expiresAt;
  useEffect(() => {
    if (!expiresAt) return;
    const left = Math.max(new Date(expiresAt).getTime() - Date.now() - 5_000, 5_000);
    const timer = setTimeout(() => refresh(0), Math.min(left, 2 ** 31 - 1));
    return () => clearTimeout(timer);
  }, [expiresAt, refresh]);

  return {
    ...state,
    retry: () => void refresh(0),
    adopt: (quote: Quote) => dispatch({ type: "adopted", asked: ++counter.current, quote }),
  };
}
