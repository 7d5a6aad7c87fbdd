// Reads the log of one balance by a filter: the first page, again whenever the balance moved, and more by cursor.
import { useCallback, useEffect, useState } from "react";
import { type CombinedError, useClient } from "urql";
import type { VariablesOf } from "~/lib/graphql";
import { type Log, type Page, withFirst, withNext } from "./log";
import { TransactionsQuery } from "./operations";

const PAGE = 25;

export type Filter = Omit<VariablesOf<typeof TransactionsQuery>, "first" | "after">;

interface State {
  log: Log | null;
  error: CombinedError | undefined;
  fetching: boolean;
}

const START: State = { log: null, error: undefined, fetching: true };

/** Mount it with the filter as its key: another filter is another log. */
export function useLog(filter: Filter, version: number) {
  const client = useClient();
  const [state, setState] = useState(START);
  const key = JSON.stringify(filter);

  const read = useCallback(
    async (after: string | null): Promise<void> => {
      setState((before) => ({ ...before, fetching: true }));
      const variables = { ...(JSON.parse(key) as Filter), first: PAGE, after };
      const { data, error } = await client
        .query(TransactionsQuery, variables, { requestPolicy: "network-only" })
        .toPromise();
      const page: Page | undefined = data?.me?.transactions;
      setState(({ log }) => ({
        log: page ? (after === null ? withFirst(log, page) : withNext(log, page, after)) : log,
        error,
        fetching: false,
      }));
    },
    [client, key],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version is what asks for another look.
  useEffect(() => void read(null), [read, version]);

  return {
    result: {
      ...(state.log ? { data: state.log } : {}),
      ...(state.error ? { error: state.error } : {}),
      fetching: state.fetching,
      stale: false,
    },
    retry: () => void read(null),
    more: () => void read(state.log?.next ?? null),
  };
}
