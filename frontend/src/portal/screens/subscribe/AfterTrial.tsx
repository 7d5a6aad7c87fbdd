// What pays when the trial ends: a saved method, the balance, or nothing yet, which means an invoice. It can be changed at any
// time, so no card is asked for now.
import { useState } from "react";
import { useQuery } from "urql";
import { MethodsQuery, type PayWith } from "~/features/payments/operations";
import { RenewalChoice, type RenewalSource } from "~/features/payments/RenewalChoice";

export type Afterwards = { payWith: PayWith } | null;

interface Props {
  currency: string;
  locked: boolean;
  onChange: (value: Afterwards) => void;
}

export function AfterTrial({ currency, locked, onChange }: Props) {
  const [source, setSource] = useState<RenewalSource>({ collection: "INVOICE", methodId: null });
  const [{ data }] = useQuery({ query: MethodsQuery, variables: { currency } });
  function choose(next: RenewalSource): void {
    setSource(next);
    const method = data?.me?.paymentMethods.find(({ id }) => id === next.methodId);
    if (method) onChange({ payWith: { gateway: method.gateway, kind: method.kind, methodId: method.id } });
    else if (next.collection === "BALANCE") onChange({ payWith: { gateway: "balance", kind: "BALANCE" } });
    else onChange(null);
  }
  return <RenewalChoice currency={currency} value={source} locked={locked} onChange={choose} />;
}
