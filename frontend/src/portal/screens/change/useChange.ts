// The change behind the form: keeps the quote current, confirms it once, and acts on every possible answer.
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useClient } from "urql";
import { leaveForBank } from "~/features/payments/redirect";
import { type Refusal, refusalOf } from "~/features/payments/refusal";
import { useMethodOrder } from "~/features/payments/useMethodOrder";
import { SubscriptionChangeMutation } from "~/features/subscriptions/operations";
import { useChangeQuote } from "~/features/subscriptions/quote";
import type { ResultOf, VariablesOf } from "~/lib/graphql";
import { isZero } from "~/lib/money";
import { type ChoicesValue, orderedAddons } from "../subscribe/Choices";

type Input = VariablesOf<typeof SubscriptionChangeMutation>["input"];

export type Change = ReturnType<typeof useChange>;

export function useChange(subscriptionId: string, planId: string, choices: ChoicesValue) {
  const client = useClient();
  const navigate = useNavigate();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [moved, setMoved] = useState(false);
  const [declined, setDeclined] = useState(false);

  const wanted = useMemo(
    () => ({ subscriptionId, planId, quantity: choices.quantity, addons: orderedAddons(choices) }),
    [subscriptionId, planId, choices],
  );
  const order = useMethodOrder((input: Input) =>
    client.mutation(SubscriptionChangeMutation, { input }).toPromise(),
  );
  const [done, setDone] = useState(false);
  const quote = useChangeQuote(wanted, order.locked || done);

  async function take(data: ResultOf<typeof SubscriptionChangeMutation> | null): Promise<void> {
    if (!data) return;
    const answer = data.subscriptionChange;
    if (answer.__typename === "SubscriptionChangeSuccess") {
      setDone(true);
      const payment = answer.changePayment;
      if (!payment) return navigate({ to: "/subscriptions/$id", params: { id: subscriptionId } });
      await navigate({ to: "/payments/$id", params: { id: payment.id } });
      return leaveForBank(payment);
    }
    // Every other answer is a final refusal: nothing was changed, and the next attempt is a new order.
    order.renew();
    if (answer.__typename === "QuoteChangedError") {
      setMoved(true);
      return quote.adopt(answer.quote);
    }
    setRefusal(refusalOf(answer, ["quantity"]));
    setDeclined(answer.__typename === "PaymentDeclinedError");
    // What was tried left its mark: what is confirmed next must be what holds then.
    quote.retry();
  }

  function forget(): void {
    setRefusal(null);
    setMoved(false);
    setDeclined(false);
  }

  async function send(): Promise<void> {
    const confirmed = quote.quote;
    if (!confirmed || !quote.fresh) return;
    forget();
    const offer = { subscriptionId, quoteToken: confirmed.token };
    await take(
      isZero(confirmed.dueNow.amount)
        ? await order.place((idempotencyKey) => ({ ...offer, idempotencyKey }))
        : await order.pay((payWith, idempotencyKey) => ({ ...offer, payWith, idempotencyKey })),
    );
  }

  const told = refusal ?? (quote.refusal ? refusalOf(quote.refusal, ["quantity"]) : null);
  return {
    quote,
    moved,
    /** The payment was declined, so nothing was changed. */
    declined,
    method: order.method,
    refusal: told,
    fields: told?.fields ?? {},
    busy: order.busy,
    locked: order.locked,
    unheard: order.phase === "unheard",
    failed: order.error !== undefined && order.phase === "open",
    forget,
    confirm: () => void send(),
    retry: () => void order.retry().then(take),
  };
}
