// Registers cash and transfers that came in: first whose, then how much and what for; below, what was registered before.
import { useRef, useState } from "react";
import { useQuery } from "urql";
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { Loaded, SkeletonRows } from "~/components/Loaded";
import { Money } from "~/components/Money";
import { Notice } from "~/components/Notice";
import { Page } from "~/components/Page";
import { Section } from "~/components/Section";
import { CustomerSearch } from "~/features/receipts/CustomerSearch";
import { PayableQuery, type Payer, type Receipt } from "~/features/receipts/operations";
import { Receipts, registeredOf } from "~/features/receipts/Receipts";
import { RegisterForm } from "~/features/receipts/RegisterForm";
import { ReverseDialog } from "~/features/receipts/ReverseDialog";
import type { Money as MoneyValue } from "~/lib/money";
import { Link, useGo, useRegisterSearch } from "../links";

export function Register() {
  const t = useTranslations("register");
  const { customer, search = "" } = useRegisterSearch();
  const go = useGo();
  return (
    <Page title={t("title")} note={t("pageNote")} width="text">
      {customer ? (
        <OfCustomer key={customer} id={customer} />
      ) : (
        <CustomerSearch
          key={search}
          searched={search}
          onSearch={(text) => void go({ to: "/register", search: { search: text || undefined } })}
          link={(id, children) => (
            <Link to="/register" search={{ customer: id }} className="link font-medium">
              {children}
            </Link>
          )}
        />
      )}
    </Page>
  );
}

function OfCustomer({ id }: { id: string }) {
  const t = useTranslations("register");
  const [result, run] = useQuery({
    query: PayableQuery,
    variables: { id },
    requestPolicy: "cache-and-network",
  });
  const again = () => run({ requestPolicy: "network-only" });
  return (
    <Loaded result={result} onRetry={again} skeleton={<SkeletonRows rows={5} />}>
      {({ node }) =>
        node?.__typename === "Customer" ? (
          <Registration payer={node} onChanged={again} />
        ) : (
          <p className="text-ink-muted">{t("noSuchCustomer")}</p>
        )
      }
    </Loaded>
  );
}

function Registration({ payer, onChanged }: { payer: Payer; onChanged: () => void }) {
  const t = useTranslations("register");
  // The form starts anew after each sum.
  const [round, setRound] = useState(0);
  const [done, setDone] = useState<MoneyValue | null>(null);
  const [reversing, setReversing] = useState<Receipt | null>(null);
  const told = useRef<HTMLDivElement>(null);
  return (
    <>
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 rounded-l bg-subtle p-4">
        <p>
          <span className="font-semibold">{payer.name}</span>{" "}
          <span className="break-all text-ink-muted">{payer.email}</span>
        </p>
        <Link to="/register" search={{}} className="link">
          {t("otherCustomer")}
        </Link>
      </div>
      {done ? (
        <Notice ref={told} tone="success">
          {t.rich("done", { amount: () => <Money value={done} /> })}
        </Notice>
      ) : null}
      <RegisterForm
        key={round}
        payer={payer}
        onRegistered={(amount) => {
          setDone(amount);
          setRound((now) => now + 1);
          onChanged();
          requestAnimationFrame(() => told.current?.focus());
        }}
      />
      <Section title={t("receipts")}>
        <Receipts
          registered={registeredOf(payer)}
          act={(receipt) => (
            <Button kind="plain" onClick={() => setReversing(receipt)}>
              {t("reverse")}
            </Button>
          )}
        />
      </Section>
      {reversing ? (
        <ReverseDialog
          receipt={reversing}
          onClose={() => setReversing(null)}
          onReversed={() => {
            setReversing(null);
            setDone(null);
            onChanged();
          }}
        />
      ) : null}
    </>
  );
}
