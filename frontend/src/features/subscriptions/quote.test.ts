// The live quote: the last question counts, old numbers stay but cannot be paid.
import { CombinedError } from "urql";
import { describe, expect, it } from "vitest";
import { noQuote, type Quote, type QuoteState, quoteReducer } from "./quote";

const usd = (amount: string) => ({ amount, currency: "USD" });
const quote = (token: string, due = "10.00") =>
  ({
    token,
    lines: [{ amount: usd(due) }],
    dueNow: usd(due),
    credited: usd("0.00"),
    refunded: usd("0.00"),
    nextCharge: usd("29.00"),
  }) as Quote;
const success = (token: string, due?: string) => ({
  __typename: "SubscriptionQuoteSuccess" as const,
  quote: quote(token, due),
});
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

  const heard = (state: QuoteState, due: string, first = false, number = state.asked) =>
    quoteReducer(state, { type: "heard", asked: number, quote: quote("live", due), first });

  it("tells when what is heard has other figures, not when it only holds longer", () => {
    const longer = heard(fresh, "10.00");
    expect(longer).toMatchObject({ quote: { token: "live" }, fresh: true, moved: false });
    const other = heard(longer, "9.80");
    expect(other).toMatchObject({ quote: { dueNow: usd("9.80") }, fresh: true, moved: true });
    // It was said, and stays said until something else is asked.
    expect(heard(other, "9.80").moved).toBe(true);
    expect(asked(other, 2).moved).toBe(false);
  });

  it("takes the first that is heard for the answer that it repeats", () => {
    expect(heard(fresh, "9.99", true)).toMatchObject({ quote: { dueNow: usd("9.99") }, moved: false });
  });

  it("ignores what is heard about an earlier question", () => {
    const waiting = asked(fresh, 2);
    expect(heard(waiting, "9.80", false, 1)).toBe(waiting);
  });

  it("tells when the figures are others after a quote has lapsed", () => {
    const lapsed = quoteReducer(fresh, { type: "lapsed", asked: 2 });
    expect(lapsed).toMatchObject({ quote: { token: "q1" }, fresh: false });
    const answered = (due: string) =>
      quoteReducer(lapsed, { type: "answered", asked: 2, answer: success("q2", due) });
    expect(answered("9.80")).toMatchObject({ fresh: true, moved: true });
    expect(answered("10.00")).toMatchObject({ fresh: true, moved: false });
  });

  it("does not take the answer to another question for a move", () => {
    const answer = success("q2", "5.00");
    const other = quoteReducer(asked(fresh, 2), { type: "answered", asked: 2, answer });
    expect(other.moved).toBe(false);
  });
});
