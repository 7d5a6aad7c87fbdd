// The live quote of an order: asked again 300 ms after a change, old numbers dimmed meanwhile, late answers ignored. What a
// change costs depends on the moment: that is also heard over the websocket, as long as there is one.

import { useCallback, useEffect, useReducer, useRef } from "react";
import { type Client, type CombinedError, useClient } from "urql";
import type { ResultOf, VariablesOf } from "~/lib/graphql";
import {
  type QuoteFields,
  SubscriptionChangeQuoteQuery,
  SubscriptionChangeQuoteUpdated,
  SubscriptionQuoteQuery,
} from "./operations";

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
  /** The figures are others than before, though nothing else was asked for. */
  moved: boolean;
  /** The quote on screen answers what is asked now: it has only grown old. */
  same: boolean;
  /** The number of the question whose answer counts. */
  asked: number;
}

export type QuoteEvent =
  | { type: "changed"; asked: number }
  | { type: "lapsed"; asked: number }
  | { type: "answered"; asked: number; answer: Answer }
  | { type: "failed"; asked: number; error: CombinedError }
  /** The first that is heard repeats the answer, a moment later. */
  | { type: "heard"; asked: number; quote: Quote; first: boolean }
  | { type: "adopted"; asked: number; quote: Quote };

export const noQuote: QuoteState = {
  quote: null,
  fresh: false,
  refusal: null,
  error: null,
  moved: false,
  same: false,
  asked: 0,
};

/** What somebody would check again: every amount, and when it takes effect. */
const figures = ({ lines, dueNow, credited, nextCharge }: Quote) =>
  JSON.stringify([lines.map(({ amount }) => amount.amount), dueNow, credited, nextCharge]);

/** A quote that may be paid, in the place of the one on screen. */
function shown(state: QuoteState, quote: Quote): QuoteState {
  const moved =
    state.moved || (state.same && state.quote !== null && figures(state.quote) !== figures(quote));
  return { ...state, quote, fresh: true, refusal: null, error: null, moved, same: true };
}

export function quoteReducer(state: QuoteState, event: QuoteEvent): QuoteState {
  const { asked } = event;
  switch (event.type) {
    case "changed":
      return { ...state, fresh: false, refusal: null, error: null, moved: false, same: false, asked };
    case "lapsed":
      return { ...state, fresh: false, refusal: null, error: null, asked };
    case "answered":
      if (asked !== state.asked) return state;
      return "quote" in event.answer
        ? shown(state, event.answer.quote)
        : { ...state, fresh: false, refusal: event.answer, error: null };
    case "heard":
      if (asked !== state.asked) return state;
      return { ...shown(state, event.quote), ...(event.first ? { moved: state.moved } : {}) };
    case "failed":
      return asked === state.asked ? { ...state, error: event.error } : state;
    case "adopted":
      return { ...shown({ ...state, same: false }, event.quote), moved: false, asked };
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
export function useQuote(input: QuoteInput) {
  const { state, retry, adopt } = useAskedQuote(input, askToSubscribe);
  return { ...state, retry, adopt };
}

/** What a change of a subscription costs. While it is `held`, somebody is confirming it: it stays as it is. */
export function useChangeQuote(input: ChangeQuoteInput, held: boolean) {
  const client = useClient();
  const { state, retry, adopt, hear, again } = useAskedQuote(input, askToChange);
  const key = JSON.stringify(input);
  const deaf = useRef<string>(null);
  const listening = state.fresh && !held;
  useEffect(() => {
    if (!listening || deaf.current === key) return;
    let first = true;
    const { unsubscribe } = client
      .subscription(SubscriptionChangeQuoteUpdated, { input: JSON.parse(key) as ChangeQuoteInput })
      .subscribe(({ data, error }) => {
        if (data) {
          hear(data.subscriptionChangeQuoteUpdated, first);
          first = false;
        }
        if (!error) return;
        // No quote is possible any more: asked for one, the server says why. And it is not listened to twice.
        deaf.current = key;
        again();
      });
    return unsubscribe;
  }, [client, key, listening, hear, again]);
  return { ...state, retry, adopt };
}

function useAskedQuote<Input>(input: Input, ask: Ask<Input>) {
  const client = useClient();
  const [state, dispatch] = useReducer(quoteReducer, noQuote);
  const counter = useRef(0);
  const key = JSON.stringify(input);

  const refresh = useCallback(
    (delay: number, type: "changed" | "lapsed" = "changed") => {
      const asked = ++counter.current;
      dispatch({ type, asked });
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
    const timer = setTimeout(() => refresh(0, "lapsed"), Math.min(left, 2 ** 31 - 1));
    return () => clearTimeout(timer);
  }, [expiresAt, refresh]);

  const hear = useCallback((quote: Quote, first: boolean) => {
    dispatch({ type: "heard", asked: counter.current, quote, first });
  }, []);
  const again = useCallback(() => void refresh(0, "lapsed"), [refresh]);
  return {
    state,
    hear,
    again,
    retry: () => void refresh(0),
    adopt: (quote: Quote) => dispatch({ type: "adopted", asked: ++counter.current, quote }),
  };
}
