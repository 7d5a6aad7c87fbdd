// The invoices of one subscription, newest first, read again whenever it moved.
import { useEffect, useRef } from "react";
import { useQuery } from "urql";
import { InvoicesQuery, type OwnInvoice } from "./operations";

export interface Invoices {
  /** Undefined until they are there. */
  invoices: OwnInvoice[] | undefined;
  /** The codes of the features that are on now. */
  on: Set<string> | undefined;
}

export function useInvoices(subscriptionId: string, version: number | undefined): Invoices {
  const [{ data }, refetch] = useQuery({ query: InvoicesQuery, requestPolicy: "cache-and-network" });
  const seen = useRef(version);
  useEffect(() => {
    if (seen.current !== undefined && seen.current !== version) refetch({ requestPolicy: "network-only" });
    seen.current = version;
  }, [version, refetch]);
  return {
    invoices: data?.me?.invoices.nodes.filter(({ subscription }) => subscription?.id === subscriptionId),
    on: data?.me ? new Set(data.me.entitlements.map(({ code }) => code)) : undefined,
  };
}
