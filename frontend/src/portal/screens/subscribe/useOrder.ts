// The order behind the form: keeps the quote current, sends the order once, and acts on every possible answer.
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useClient } from "urql";
import { useTranslations } from "use-intl";
import type { Plan } from "~/features/catalog/operations";
import { leaveForBank } from "~/features/payments/redirect";
import { useMethodOrder } from "~/features/payments/useMethodOrder";
import { SubscriptionCreateMutation } from "~/features/subscriptions/operations";
import { useQuote } from "~/features/subscriptions/quote";
import { useCoupons } from "~/features/terms/useCoupons";
import type { ResultOf, VariablesOf } from "~/lib/graphql";
import type { Money } from "~/lib/money";
import { type ChoicesValue, orderedAddons } from "./Choices";
import { type Problems, sortProblems } from "./problems";
import { isTrial } from "./trial";

type Input = VariablesOf<typeof SubscriptionCreateMutation>["input"];

export type Outcome =
  | { type: "already"; subscriptionId: string }
  | { type: "changed"; from: Money }
  | { type: "lacking"; needed: Money; available: Money }
  | { type: "refused"; message: string };

export type Order = ReturnType<typeof useOrder>;

/** `afterwards` is what pays when a trial ends; without it invoices are sent. */
export function useOrder(plan: Plan, choices: ChoicesValue, afterwards: Pick<Input, "payWith"> = {}) {
  const t = useTranslations("subscribe");
  const client = useClient();
  const navigate = useNavigate();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [problems, setProblems] = useState<Problems | null>(null);

  const chosen = useMemo(
    () => ({ planId: plan.id, quantity: choices.quantity, addons: orderedAddons(choices) }),
    [plan.id, choices],
  );
  const coupons = useCoupons(chosen);
  const wanted = { ...chosen, coupons: coupons.codes };
  const quote = useQuote(wanted);
  const order = useMethodOrder((input: Input) =>
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
      case "InsufficientBalanceError":
        return setOutcome({ type: "lacking", needed: answer.needed, available: answer.available });
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
    const offer = { ...wanted, quoteToken: paid.token };
    await take(
      // Time that is not used yet is not paid yet; nor is a trial.
      plan.billing === "FROM_BALANCE" || isTrial(paid, plan)
        ? await order.place((idempotencyKey) => ({ ...offer, ...afterwards, idempotencyKey }))
        : await order.pay((payWith, idempotencyKey) => ({ ...offer, payWith, idempotencyKey })),
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
    (refusal ? { fields: {}, coupons: {}, messages: [refusal.message] } : null);

  return {
    quote,
    coupons,
    outcome,
    method: order.method,
    busy: order.busy,
    unheard: order.phase === "unheard",
    failed: order.error !== undefined && order.phase === "open",
    locked: order.locked,
    fieldErrors: shown?.fields ?? {},
    couponProblems: shown?.coupons ?? {},
    messages: shown?.messages ?? [],
    forget,
    pay: () => void send(),
    retry: () => void order.retry().then(take),
  };
}
