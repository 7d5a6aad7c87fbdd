// The quote of a change: asked for once, then heard; what cannot be heard any more is asked for again.
import { act, screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { show, usd } from "~/testing/harness";
import { useChangeQuote } from "./quote";

const quote = (token: string, due: string) => ({
  __typename: "Quote",
  token,
  expiresAt: new Date(Date.now() + 900_000).toISOString(),
  effectiveAt: "2026-11-21T10:00:00Z",
  lines: [],
  subtotal: usd(due),
  discounts: [],
  taxes: [],
  total: usd(due),
  balanceApplied: usd("0.00"),
  credited: usd("0.00"),
  refunded: usd("0.00"),
  dueNow: usd(due),
  nextCharge: usd("29.00"),
  nextChargeAt: "2026-12-21T10:00:00Z",
  featuresGained: [],
  featuresLost: [],
});
const success = (token: string, due: string) => ({
  subscriptionChangeQuote: {
    __typename: "SubscriptionChangeQuoteSuccess",
    quote: quote(token, due),
  },
});
const over = {
  subscriptionChangeQuote: {
    __typename: "IllegalTransitionError",
    code: "ILLEGAL_TRANSITION",
    message: "Pay what is owed first; then it can be changed.",
  },
};

function Due({ held = false }: { held?: boolean }) {
  const input = { subscriptionId: "sub_1", planId: "plan_2", quantity: 1, addons: [] };
  const { quote, fresh, moved, refusal } = useChangeQuote(input, held);
  return (
    <p>
      {[quote?.dueNow.amount, fresh && "fresh", moved && "moved", refusal?.message].filter(Boolean).join(" ")}
    </p>
  );
}

it("shows what is asked for, then what is heard, and says that it moved", async () => {
  const { push, sent } = show(<Due />, { SubscriptionChangeQuote: () => success("q1", "9.50") });
  await screen.findByText("9.50 fresh");
  await push("SubscriptionChangeQuoteUpdated", { subscriptionChangeQuoteUpdated: quote("q2", "9.49") });
  await screen.findByText("9.49 fresh");
  await push("SubscriptionChangeQuoteUpdated", { subscriptionChangeQuoteUpdated: quote("q3", "9.30") });
  await screen.findByText("9.30 fresh moved");
  expect(sent("SubscriptionChangeQuote")).toHaveLength(1);
});

it("asks why when nothing can be heard any more, and does not listen twice", async () => {
  const answers = [success("q1", "9.50"), over];
  const { fail, listens, sent } = show(<Due />, { SubscriptionChangeQuote: () => answers.shift() ?? over });
  await screen.findByText("9.50 fresh");
  await fail("SubscriptionChangeQuoteUpdated", "It can be changed no more.");
  await screen.findByText("9.50 Pay what is owed first; then it can be changed.");
  expect(sent("SubscriptionChangeQuote")).toHaveLength(2);
  expect(listens("SubscriptionChangeQuoteUpdated")).toBe(false);
});

it("goes on with what it is answered when nothing can be heard", async () => {
  const answers = [success("q1", "9.50"), success("q2", "9.40")];
  const { fail, listens, sent } = show(<Due />, { SubscriptionChangeQuote: () => answers.shift() ?? over });
  await screen.findByText("9.50 fresh");
  await fail("SubscriptionChangeQuoteUpdated", "No.");
  await screen.findByText("9.40 fresh moved");
  expect(sent("SubscriptionChangeQuote")).toHaveLength(2);
  expect(listens("SubscriptionChangeQuoteUpdated")).toBe(false);
});

it("stays as it is while somebody confirms it", async () => {
  const { listens, rerenderWith } = show(<Due />, { SubscriptionChangeQuote: () => success("q1", "9.50") });
  await screen.findByText("9.50 fresh");
  await waitFor(() => expect(listens("SubscriptionChangeQuoteUpdated")).toBe(true));
  await act(async () => rerenderWith(<Due held />));
  expect(listens("SubscriptionChangeQuoteUpdated")).toBe(false);
});
