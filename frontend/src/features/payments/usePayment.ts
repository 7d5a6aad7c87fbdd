// A payment kept current: the query, live updates into the same cache entry, and polling while the socket is down.
import { useQuery, useSubscription } from "urql";
import { useCatchUp } from "~/lib/catch-up";
import { useFallback } from "~/lib/fallback";
import { isUnderway } from "~/lib/status";
import { PaymentQuery, PaymentUpdatedSubscription } from "./operations";

const POLL_MS = 4_000;

export function usePayment(id: string) {
  const [result, execute] = useQuery({
    query: PaymentQuery,
    variables: { id },
    requestPolicy: "cache-and-network",
  });
  const [heard] = useSubscription({ query: PaymentUpdatedSubscription, variables: { id } });

  const refetch = () => execute({ requestPolicy: "network-only" });
  const status = result.data?.payment?.status;
  useCatchUp(result.data?.payment?.version, heard.data?.paymentUpdated.version, refetch);
  useFallback(refetch, status !== undefined && isUnderway(status) ? POLL_MS : null);

  return { result, refetch };
}
