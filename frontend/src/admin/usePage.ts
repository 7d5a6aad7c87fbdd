// One page of a list of the console, by the cursor that stands in the address.
import type { AnyVariables, TypedDocumentNode } from "urql";
import { useQuery } from "urql";

const SIZE = 25;

interface Cursor {
  first: number;
  after: string | null;
}

/** `filter` is what the query is asked beside the page. */
export function usePage<Data, Variables extends AnyVariables & Partial<Cursor>>(
  query: TypedDocumentNode<Data, Variables>,
  after: string | undefined,
  filter: Omit<Variables, keyof Cursor>,
) {
  const cursor: Cursor = { first: SIZE, after: after ?? null };
  const [result, run] = useQuery({
    query,
    variables: { ...filter, ...cursor } as unknown as Variables,
    requestPolicy: "cache-and-network",
  });
  return { result, again: () => run({ requestPolicy: "network-only" }) };
}
