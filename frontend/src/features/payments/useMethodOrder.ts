// An order that is paid for: first what to pay with (a card's token from the gateway's fields, a saved method, the
// balance), then the order; one at a time.
import { useRef, useState } from "react";
import type { OperationResult } from "urql";
import { useSubmission } from "~/lib/submission";
import type { MethodHandle } from "./MethodChoice";
import type { PayWith } from "./operations";

export function useMethodOrder<Input, Data>(send: (input: Input) => Promise<OperationResult<Data>>) {
  const method = useRef<MethodHandle>(null);
  const running = useRef(false);
  const [asking, setAsking] = useState(false);
  const order = useSubmission(send);

  async function once(work: () => Promise<Data | null>): Promise<Data | null> {
    if (running.current) return null;
    running.current = true;
    setAsking(true);
    try {
      return await work();
    } finally {
      running.current = false;
      setAsking(false);
    }
  }

  const busy = asking || order.phase === "working";
  return {
    ...order,
    method,
    busy,
    /** While an order is on its way, or nobody knows whether it arrived, it must not change. */
    locked: busy || order.phase === "unheard",
    pay: (build: (payWith: PayWith, idempotencyKey: string) => Input) =>
      once(async () => {
        const payWith = await method.current?.payWith();
        return payWith ? order.submit((key) => build(payWith, key)) : null;
      }),
    /** An order that needs no method: nothing is collected now. */
    place: (build: (idempotencyKey: string) => Input) => once(() => order.submit(build)),
  };
}
