// An order paid by card: first the token from the card fields, then the order; one at a time.
import { useRef, useState } from "react";
import type { OperationResult } from "urql";
import { useSubmission } from "~/lib/submission";
import type { CardEntryHandle, PayWith } from "./CardEntry";

export function useCardOrder<Input, Data>(send: (input: Input) => Promise<OperationResult<Data>>) {
  const card = useRef<CardEntryHandle>(null);
  const running = useRef(false);
  const [asking, setAsking] = useState(false);
  const order = useSubmission(send);

  async function pay(build: (payWith: PayWith, idempotencyKey: string) => Input): Promise<Data | null> {
    if (running.current) return null;
    running.current = true;
    setAsking(true);
    try {
      const payWith = await card.current?.payWith();
      return payWith ? await order.submit((key) => build(payWith, key)) : null;
    } finally {
      running.current = false;
      setAsking(false);
    }
  }

  return { ...order, card, pay, busy: asking || order.phase === "working" };
}
