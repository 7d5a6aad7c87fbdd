// The page's long-lived parts, made once: the live connection, and the GraphQL client of the current session.
import { useMemo } from "react";
import { session } from "./browser-session";
import { makeClient } from "./client";
import { Live } from "./live";
import { useStore } from "./store";

export const live = new Live(session);

export function useSessionClient() {
  const epoch = useStore(session.epoch);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new epoch is exactly what asks for a new cache.
  return useMemo(() => makeClient(session, live), [epoch]);
}

export function useSession() {
  return useStore(session.state);
}
