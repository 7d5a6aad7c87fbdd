// One act of a dialog or a button: sent once, then either done or refused in words. What moves no money needs no key:
// done twice it is done once, or refused.
import type { DocumentNode } from "graphql";
import { useRef, useState } from "react";
import { type AnyVariables, type TypedDocumentNode, useClient } from "urql";

interface Answer {
  __typename: string;
  message?: string;
  fields?: { path: string[]; code: string; message: string }[];
}

export type Refused = Answer & { message: string };

export interface Act<Variables> {
  busy: boolean;
  /** Why it was not done; null while there is nothing to say. */
  refusal: Refused | null;
  /** No usable answer came. */
  failed: boolean;
  /** True once it is done. */
  send: (variables: Variables) => Promise<boolean>;
  forget: () => void;
}

type Mutation<Variables> = TypedDocumentNode<{ [name: string]: Answer }, Variables> & DocumentNode;

export function useAct<Variables extends AnyVariables>(mutation: Mutation<Variables>): Act<Variables> {
  const client = useClient();
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const [failed, setFailed] = useState(false);

  function forget(): void {
    setRefusal(null);
    setFailed(false);
  }

  async function send(variables: Variables): Promise<boolean> {
    if (running.current) return false;
    running.current = true;
    setBusy(true);
    forget();
    try {
      const { data } = await client.mutation(mutation, variables).toPromise();
      const [answer] = Object.values(data ?? {});
      const { message } = answer ?? {};
      if (!answer) setFailed(true);
      else if (message !== undefined) setRefusal({ ...answer, message });
      return answer !== undefined && message === undefined;
    } finally {
      running.current = false;
      setBusy(false);
    }
  }

  return { busy, refusal, failed, send, forget };
}
