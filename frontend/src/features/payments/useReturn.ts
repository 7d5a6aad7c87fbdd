// Somebody is back from a gateway's page: the shop asks the gateway once how it went, and the address forgets the return.
import { useEffect, useRef } from "react";
import { useMutation } from "urql";
import { PaymentReturnMutation } from "./operations";

/** `onAsked` when an answer came, or none will: asking again is harmless. */
export function useReturn(paymentId: string, back: boolean, onAsked: () => void): void {
  const [, look] = useMutation(PaymentReturnMutation);
  const done = useRef(onAsked);
  done.current = onAsked;
  const asked = useRef(false);
  useEffect(() => {
    if (!back || asked.current) return;
    asked.current = true;
    void look({ input: { paymentId } }).then(() => done.current());
  }, [back, paymentId, look]);
}
