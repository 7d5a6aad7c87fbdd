// Where the money of renewals comes from: a saved method, the balance, or an invoice that is paid by hand.
import { Link } from "@tanstack/react-router";
import { useQuery } from "urql";
import { useTranslations } from "use-intl";
import { Loaded, SkeletonRows } from "~/components/Loaded";
import { Money } from "~/components/Money";
import { Option } from "~/components/Option";
import { Expiry, MethodName } from "./MethodName";
import { isExpired } from "./methods";
import { MethodsQuery } from "./operations";

export interface RenewalSource {
  collection: "METHOD" | "BALANCE" | "INVOICE";
  /** With METHOD; null while none is chosen. */
  methodId: string | null;
}

interface Props {
  /** What renewals are charged in; nothing can be offered without it. */
  currency: string | undefined;
  value: RenewalSource;
  locked: boolean;
  onChange: (source: RenewalSource) => void;
}

export function RenewalChoice({ currency, value, locked, onChange }: Props) {
  const t = useTranslations("life");
  const method = useTranslations("method");
  const [result, refetch] = useQuery({
    query: MethodsQuery,
    variables: { currency: currency ?? "" },
    requestPolicy: "cache-and-network",
    pause: currency === undefined,
  });
  const now = new Date();
  return (
    <Loaded
      result={result}
      onRetry={() => refetch({ requestPolicy: "network-only" })}
      skeleton={<SkeletonRows rows={3} height="h-11" />}
    >
      {({ me }) => (
        <fieldset disabled={locked} className="grid min-w-0 gap-2">
          <legend className="sr-only">{t("paidWith")}</legend>
          {(me?.paymentMethods ?? []).map((one) => (
            <Option
              key={one.id}
              name="renewals"
              checked={value.collection === "METHOD" && value.methodId === one.id}
              disabled={isExpired(one, now)}
              onPick={() => onChange({ collection: "METHOD", methodId: one.id })}
              title={<MethodName method={one} />}
              note={<Expiry method={one} now={now} />}
            />
          ))}
          <Option
            name="renewals"
            checked={value.collection === "BALANCE"}
            onPick={() => onChange({ collection: "BALANCE", methodId: null })}
            title={method("balance")}
            note={
              me
                ? method.rich("available", { amount: () => <Money value={me.balance.available} /> })
                : undefined
            }
          />
          <Option
            name="renewals"
            below
            checked={value.collection === "INVOICE"}
            onPick={() => onChange({ collection: "INVOICE", methodId: null })}
            title={t("byInvoice")}
            note={t("byInvoiceNote")}
          />
          {me && me.paymentMethods.length === 0 ? (
            <p className="text-14 text-ink-muted">
              {t.rich("noCards", {
                link: (words) => (
                  <Link to="/balance/top-up" className="link">
                    {words}
                  </Link>
                ),
              })}
            </p>
          ) : null}
        </fieldset>
      )}
    </Loaded>
  );
}
