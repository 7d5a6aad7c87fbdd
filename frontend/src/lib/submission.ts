// Sending an order that moves money. The key is made when the form opens and renewed only after a final refusal.
// When no answer came, the only way on is the identical request: same key, same card token, no second charge.
import { useRef, useState } from "react";
import type { OperationResult } from "urql";
import { newKey } from "./keys";
import { isUnheard } from "./problems";

export type Phase = "open" | "working" | "unheard";

export interface Submission<Input, Data> {
  phase: Phase;
  error: OperationResult<Data>["error"];
  /** Sends a new order under the form's key, and gives the answer, or null without one. */
  submit: (build: (idempotencyKey: string) => Input) => Promise<Data | null>;
  /** Repeats exactly what was sent. */
  retry: () => Promise<Data | null>;
  /** After a final refusal: the next attempt is a new one. */
  renew: () => void;
}

export function useSubmission<Input, Data>(
  send: (input: Input) => Promise<OperationResult<Data>>,
): Submission<Input, Data> {
  const key = useRef<string>(null);
  key.current ??= newKey();
  const sent = useRef<Input>(null);
  const [phase, setPhase] = useState<Phase>("open");
  const [error, setError] = useState<OperationResult<Data>["error"]>();

  async function deliver(input: Input): Promise<Data | null> {
    sent.current = input;
    setError(undefined);
    setPhase("working");
    const result = await send(input);
    setError(result.error);
    if (result.error && isUnheard(result.error)) {
      setPhase("unheard");
      return null;
    }
    setPhase("open");
    if (result.error) key.current = newKey();
    return result.data ?? null;
  }

  return {
    phase,
    error,
    submit: (build) => deliver(build(key.current ?? newKey())),
    retry: async () => (sent.current === null ? null : deliver(sent.current)),
    renew: () => {
      key.current = newKey();
    },
  };
}
