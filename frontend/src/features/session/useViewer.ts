// The person who is signed in, from the cache after the first page.
import { useQuery } from "urql";
import { useSession } from "~/lib/services";
import { ViewerQuery } from "./operations";

export function useViewer() {
  const signedIn = useSession() === "signed-in";
  const [result, refetch] = useQuery({ query: ViewerQuery, pause: !signedIn });
  return {
    signedIn,
    result,
    refetch: () => refetch({ requestPolicy: "network-only" }),
    customer: signedIn ? (result.data?.viewer?.customer ?? null) : null,
    /** False while it is still unknown whose prices to show. */
    known: !signedIn || result.data !== undefined || result.error !== undefined,
  };
}
