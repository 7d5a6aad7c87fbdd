// The order behind the form: keeps the quote current, sends the order once, and acts on every possible answer.
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useClient } from "urql";
import { useTranslations } from "use-intl";
import type { Plan } from "~/features/catalog/operations";
import { leaveForBank } from "~/features/payments/redirect";
import { useCardOrder } from "~/features/payments/useCardOrder";
import { SubscriptionCreateMutation } from "~/features/subscriptions/operations";
import { useQuote } from "~/features/subscriptions/quote";
import type { ResultOf, VariablesOf } from "~/lib/graphql";
import type { Money } from "~/lib/money";
import type { ChoicesValue } from "./Choices";
import { type Problems, sortProblems } from "./problems";

type Input = VariablesOf<typeof SubscriptionCreateMutation>["input"];

export type Outcome =
  | { type: "already"; subscriptionId: string }
  | { type: "changed"; from: Money }
  | { type: "refused"; message: string };

export type Order = ReturnType<typeof useOrder>;

export function useOrder(plan: Plan, choices: ChoicesValue) {
  const t = useTranslations("subscribe");
  const client = useClient();
  const navigate = useNavigate();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [problems, setProblems] = useState<Problems | null>(null);

  const wanted = useMemo(
    () => ({
      planId: plan.id,
      quantity: choices.quantity,
      addons: Object.entries(choices.addons)
        .filter(([, quantity]) => quantity > 0)
        .map(([addonId, quantity]) => ({ addonId, quantity })),
    }),
    [plan.id, choices],
  );
  const quote = useQuote(wanted);
  const order = useCardOrder((input: Input) =>
    client.mutation(SubscriptionCreateMutation, { input }).toPromise(),
  );

  async function take(data: ResultOf<typeof SubscriptionCreateMutation> | null): Promise<void> {
    if (!data) return;
    const answer = data.subscriptionCreate;
    const show = (id: string) => navigate({ to: "/payments/$id", params: { id } });
    if (answer.__typename === "SubscriptionCreateSuccess") {
      const payment = answer.firstPayment;
      if (!payment) return navigate({ to: "/subscriptions/$id", params: { id: answer.subscription.id } });
      await show(payment.id);
      return leaveForBank(payment);
    }
    // Every other answer is a final refusal: nothing was bought, and the next attempt is a new order.
    order.renew();
    switch (answer.__typename) {
      case "PaymentDeclinedError":
        return show(answer.payment.id);
      case "AlreadySubscribedError":
        return setOutcome({ type: "already", subscriptionId: answer.subscription.id });
      case "QuoteChangedError":
        if (quote.quote) setOutcome({ type: "changed", from: quote.quote.dueNow });
        return quote.adopt(answer.quote);
      case "InvalidInputError":
        return setProblems(sortProblems(answer.fields, answer.message));
      case "ConflictError":
        return setOutcome({ type: "refused", message: t("conflict") });
      default:
        return setOutcome({ type: "refused", message: answer.message });
    }
  }

  async function send(): Promise<void> {
    const paid = quote.quote;
    if (!paid || !quote.fresh) return;
    forget();
    await take(
      await order.pay((payWith, idempotencyKey) => ({
        ...wanted,
        quoteToken: paid.token,
        payWith,
        idempotencyKey,
      })),
    );
  }

  function forget(): void {
    setOutcome(null);
    setProblems(null);
  }

  const refusal = quote.refusal;
  const shown =
    problems ??
    (refusal?.__typename === "InvalidInputError" ? sortProblems(refusal.fields, refusal.message) : null) ??
    (refusal ? { fields: {}, messages: [refusal.message] } : null);

  return {
    quote,
    outcome,
    card: order.card,
    busy: order.busy,
    unheard: order.phase === "unheard",
    failed: order.error !== undefined && order.phase === "open",
    /** While an order is on its way, or nobody knows whether it arrived, it must not change. */
    locked: order.busy || order.phase === "unheard",
    fieldErrors: shown?.fields ?? {},
    messages: shown?.messages ?? [],
    forget,
    pay: () => void send(),
    retry: () => void order.retry().then(take),
  };
}
