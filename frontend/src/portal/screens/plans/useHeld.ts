// What the customer holds already: by product, the plan and the subscription.
import { useQuery } from "urql";
import type { Plan } from "~/features/catalog/operations";
import { graphql } from "~/lib/graphql";
import { useSession } from "~/lib/services";
import { LIVE_SUBSCRIPTION } from "~/lib/status";

const HeldQuery = graphql(`
  query Held($status: [SubscriptionStatus!]) {
    me {
      id
      subscriptions(first: 100, status: $status) {
        nodes { id status availableActions product { id } plan { id billing } }
      }
    }
  }
`);

export interface Held {
  planId: string;
  subscriptionId: string;
  /** How it is billed, if it can move to another plan that is billed alike; null otherwise. */
  changes: Plan["billing"] | null;
}

export function useHeld(): Map<string, Held> {
  const signedIn = useSession() === "signed-in";
  const [{ data }] = useQuery({
    query: HeldQuery,
    variables: { status: LIVE_SUBSCRIPTION },
    requestPolicy: "cache-and-network",
    pause: !signedIn,
  });
  const nodes = signedIn ? (data?.me?.subscriptions.nodes ?? []) : [];
  return new Map(
    nodes.map(({ id, product, plan, availableActions }) => [
      product.id,
      {
        planId: plan.id,
        subscriptionId: id,
        changes: availableActions.includes("CHANGE") ? plan.billing : null,
      },
    ]),
  );
}
