// P11: what is saved to pay with, what each of it pays for, and how one is added, made the default, or removed.
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useQuery } from "urql";
import { useTranslations } from "use-intl";
import { Empty } from "~/components/Empty";
import { Loaded, SkeletonRows } from "~/components/Loaded";
import { Page } from "~/components/Page";
import { Section } from "~/components/Section";
import { AddMethod } from "~/features/payments/AddMethod";
import { useMethodName } from "~/features/payments/MethodName";
import type { PaymentMethod } from "~/features/payments/operations";
import { RemoveMethodDialog } from "~/features/payments/RemoveMethodDialog";
import { SavedMethod } from "~/features/payments/SavedMethod";
import { SetupStanding } from "~/features/payments/SetupStanding";
import { type Holder, SavedMethodsQuery } from "~/features/payments/saved";

const route = getRouteApi("/payment-methods");

export function PaymentMethods() {
  const t = useTranslations("wallet");
  const problem = useTranslations("problem");
  const [result, refetch] = useQuery({ query: SavedMethodsQuery, requestPolicy: "cache-and-network" });
  const look = () => refetch({ requestPolicy: "network-only" });
  return (
    <Page title={t("title")} note={t("note")} width="text">
      <Loaded result={result} onRetry={look} skeleton={<SkeletonRows rows={3} height="h-20" />}>
        {({ me }) =>
          me ? (
            <Methods holder={me} onMoved={look} />
          ) : (
            <p className="text-ink-muted">{problem("noCustomer")}</p>
          )
        }
      </Loaded>
    </Page>
  );
}

function Methods({ holder, onMoved }: { holder: Holder; onMoved: () => void }) {
  const t = useTranslations("wallet");
  const name = useMethodName();
  const navigate = route.useNavigate();
  const { setup } = route.useSearch();
  const [removing, setRemoving] = useState<PaymentMethod | null>(null);
  const [told, tell] = useState("");
  const show = (id: string | undefined) =>
    void navigate({ search: id ? { setup: id } : {}, replace: true, resetScroll: false });
  return (
    <>
      <p role="status" className="sr-only">
        {told}
      </p>
      {setup ? <SetupStanding key={setup} id={setup} onSaved={onMoved} /> : null}
      <Section title={t("list")} titleHidden>
        {holder.paymentMethods.length > 0 ? (
          <ul className="divide-y divide-line border-y border-line">
            {holder.paymentMethods.map((method) => (
              <SavedMethod
                key={method.id}
                method={method}
                holder={holder}
                onDefault={() => {
                  tell(t("madeDefault", { name: name(method) }));
                  onMoved();
                }}
                onRemove={() => setRemoving(method)}
              />
            ))}
          </ul>
        ) : (
          <Empty title={t("emptyTitle")}>{t("empty")}</Empty>
        )}
      </Section>
      <AddMethod
        currency={holder.currency}
        first={holder.paymentMethods.length === 0}
        onSetup={(id) => {
          show(id);
          onMoved();
        }}
      />
      {removing ? (
        <RemoveMethodDialog
          method={removing}
          onClose={() => setRemoving(null)}
          onRemoved={() => {
            tell(t("removed", { name: name(removing) }));
            setRemoving(null);
            show(undefined);
            onMoved();
          }}
        />
      ) : null}
    </>
  );
}
