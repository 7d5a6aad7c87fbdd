// A payment kept current: the query, live updates into the same cache entry, and polling while the socket is down.
import { useEffect, useRef } from "react";
import { useQuery, useSubscription } from "urql";
import { live } from "~/lib/services";
import { isUnderway } from "~/lib/status";
import { useStore } from "~/lib/store";
import { PaymentQuery, PaymentUpdatedSubscription } from "./operations";

const POLL_MS = 4_000;

export function usePayment(id: string) {
  const [result, refetch] = useQuery({
    query: PaymentQuery,
    variables: { id },
    requestPolicy: "cache-and-network",
  });
  useSubscription({ query: PaymentUpdatedSubscription, variables: { id } });

  const connection = useStore(live.state);
  const status = result.data?.payment?.status;
  const polling = connection !== "live" && status !== undefined && isUnderway(status);
  useEffect(() => {
    if (!polling) return;
    const timer = setInterval(() => refetch({ requestPolicy: "network-only" }), POLL_MS);
    return () => clearInterval(timer);
  }, [polling, refetch]);

  // Back after a break: what is on screen may have missed something.
  const broken = useRef(false);
  useEffect(() => {
    if (connection === "reconnecting" || connection === "offline") broken.current = true;
    else if (connection === "live" && broken.current) {
      broken.current = false;
      refetch({ requestPolicy: "network-only" });
    }
  }, [connection, refetch]);

  return { result, refetch: () => refetch({ requestPolicy: "network-only" }) };
}
