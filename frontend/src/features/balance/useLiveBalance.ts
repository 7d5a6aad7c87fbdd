// Keeps a balance that is on screen current: live updates go into the same cache entry, and the screen's own query is
// asked again while the socket is down.
import { useSubscription } from "urql";
import { useCatchUp } from "~/lib/catch-up";
import { useFallback } from "~/lib/fallback";
import { BalanceUpdatedSubscription } from "./operations";

const POLL_MS = 10_000;

/** What is on screen; no version as long as nothing is. */
interface Shown {
  currency: string;
  version?: number | undefined;
}

export function useLiveBalance({ currency, version }: Shown, refetch: () => void): void {
  const [heard] = useSubscription({ query: BalanceUpdatedSubscription, variables: { currency } });
  useFallback(refetch, POLL_MS);
  useCatchUp(version, heard.data?.balanceUpdated.version, refetch);
}
