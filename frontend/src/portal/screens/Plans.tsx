// P3: the catalogue. Products with their plans in the viewer's currency; what is held already is marked.
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useQuery } from "urql";
import { useTranslations } from "use-intl";
import { Empty } from "~/components/Empty";
import { Loaded, SkeletonRows } from "~/components/Loaded";
import { Page } from "~/components/Page";
import { ProductsQuery } from "~/features/catalog/operations";
import { useViewer } from "~/features/session/useViewer";
import { useConfig } from "~/lib/config";
import { rememberCurrency, visitorCurrency } from "../currency";
import { ProductSection } from "./plans/ProductSection";
import { useHeld } from "./plans/useHeld";

const route = getRouteApi("/plans");

export function Plans() {
  const t = useTranslations("plans");
  const config = useConfig();
  const { currency: asked, product: only } = route.useSearch();
  const { customer, known } = useViewer();
  const currency = customer?.currency ?? visitorCurrency(config, asked);
  const held = useHeld();
  const [result, refetch] = useQuery({
    query: ProductsQuery,
    variables: { currency },
    requestPolicy: "cache-and-network",
    pause: !known,
  });
  return (
    <Page
      title={t("title")}
      note={t("note", { currency })}
      aside={customer || !known ? null : <CurrencySwitch currency={currency} />}
    >
      <Loaded result={result} onRetry={() => refetch()} skeleton={<PlansSkeleton />}>
        {({ products }) =>
          products.nodes.length === 0 ? (
            <Empty title={t("emptyTitle")}>{t("empty")}</Empty>
          ) : (
            <div className="grid gap-12">
              {only ? <OnlyOne found={products.nodes.some(({ id }) => id === only)} /> : null}
              {products.nodes
                .filter(({ id }) => only === undefined || id === only)
                .map((product) => (
                  <ProductSection key={product.id} product={product} currency={currency} held={held} />
                ))}
            </div>
          )
        }
      </Loaded>
    </Page>
  );
}

function OnlyOne({ found }: { found: boolean }) {
  const t = useTranslations("plans");
  const link = (words: ReactNode) => (
    <Link to="/plans" className="link">
      {words}
    </Link>
  );
  return <p className="-mb-6 text-14 text-ink-muted">{t.rich(found ? "onlyOne" : "notHere", { link })}</p>;
}

function CurrencySwitch({ currency }: { currency: string }) {
  const t = useTranslations("shell");
  const { currencies } = useConfig();
  const navigate = route.useNavigate();
  if (currencies.length < 2) return null;
  function choose(next: string) {
    rememberCurrency(next);
    void navigate({ search: (shown) => ({ ...shown, currency: next }), replace: true, resetScroll: false });
  }
  return (
    <label className="flex items-center gap-2 text-14 text-ink-muted">
      {t("currency")}
      <select
        value={currency}
        onChange={(event) => choose(event.target.value)}
        className="min-h-11 rounded-m border border-line-strong bg-bg px-3 text-16 text-ink"
      >
        {currencies.map((code) => (
          <option key={code}>{code}</option>
        ))}
      </select>
    </label>
  );
}

function PlansSkeleton() {
  return (
    <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
      <SkeletonRows rows={1} height="h-80" />
      <SkeletonRows rows={1} height="h-80" />
      <SkeletonRows rows={1} height="h-80" />
    </div>
  );
}
