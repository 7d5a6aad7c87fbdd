// What staff do with a gateway account. Every answer carries the account as it is then, and the cache takes it up.
import type { DocumentNode } from "graphql";
import { useRef, useState } from "react";
import { type AnyVariables, type TypedDocumentNode, useClient } from "urql";
import type { GatewayAccount } from "./operations";

export interface Answer {
  __typename: string;
  gatewayAccount?: GatewayAccount;
  message?: string;
  fields?: { path: string[]; code: string; message: string }[];
  installed?: boolean;
  note?: string;
}

type Mutation<Variables> = TypedDocumentNode<{ [name: string]: Answer }, Variables> & DocumentNode;

/** Sends one act at a time; answers null when no answer came, or when another one is on its way. */
export function useAccountAct<Variables extends AnyVariables>(mutation: Mutation<Variables>) {
  const client = useClient();
  const running = useRef(false);
  const [busy, setBusy] = useState(false);

  async function send(variables: Variables): Promise<Answer | null> {
    if (running.current) return null;
    running.current = true;
    setBusy(true);
    try {
      const { data } = await client.mutation(mutation, variables).toPromise();
      const [answer = null] = Object.values(data ?? {});
      return answer;
    } finally {
      running.current = false;
      setBusy(false);
    }
  }

  return { busy, send };
}
