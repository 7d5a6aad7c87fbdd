// The live quote: the last question counts, old numbers stay but cannot be paid.
import { CombinedError } from "urql";
import { describe, expect, it } from "vitest";
import { noQuote, type Quote, quoteReducer } from "./quote";

const quote = (token: string) => ({ token }) as Quote;
const success = (token: string) => ({ __typename: "SubscriptionQuoteSuccess" as const, quote: quote(token) });
const error = new CombinedError({ networkError: new Error("offline") });

const asked = (state = noQuote, number = 1) => quoteReducer(state, { type: "changed", asked: number });
const fresh = quoteReducer(asked(), { type: "answered", asked: 1, answer: success("q1") });

describe("quoteReducer", () => {
  it("shows the answer to the last question", () => {
    expect(fresh).toMatchObject({ quote: { token: "q1" }, fresh: true });
  });

  it("keeps the old quote, no longer payable, while the next is on its way", () => {
    expect(asked(fresh, 2)).toMatchObject({ quote: { token: "q1" }, fresh: false });
  });

  it("ignores answers and failures of earlier questions", () => {
    const waiting = asked(fresh, 2);
    expect(quoteReducer(waiting, { type: "answered", asked: 1, answer: success("late") })).toBe(waiting);
    expect(quoteReducer(waiting, { type: "failed", asked: 1, error })).toBe(waiting);
  });

  it("keeps the old quote beside a refusal, and nothing can be paid", () => {
    const answer = {
      __typename: "NotSupportedError" as const,
      code: "NOT_SUPPORTED" as const,
      message: "Not this way.",
    };
    const refused = quoteReducer(asked(fresh, 2), { type: "answered", asked: 2, answer });
    expect(refused).toMatchObject({ quote: { token: "q1" }, fresh: false, refusal: answer });
  });

  it("clears a refusal when asked something else", () => {
    const answer = { __typename: "NotFoundError" as const, code: "NOT_FOUND" as const, message: "Gone." };
    const refused = quoteReducer(asked(), { type: "answered", asked: 1, answer });
    expect(refused.refusal).toBe(answer);
    expect(asked(refused, 2).refusal).toBeNull();
  });

  it("clears a failure when asked again", () => {
    const failed = quoteReducer(asked(), { type: "failed", asked: 1, error });
    expect(failed.error).toBe(error);
    expect(asked(failed, 2).error).toBeNull();
  });

  it("adopts a quote that came with a refusal, and ignores what was still under way", () => {
    const adopted = quoteReducer(asked(fresh, 2), { type: "adopted", asked: 3, quote: quote("q3") });
    expect(adopted).toMatchObject({ quote: { token: "q3" }, fresh: true });
    expect(quoteReducer(adopted, { type: "answered", asked: 2, answer: success("q2") })).toBe(adopted);
  });
});
