// A page of a list: its rows, how many they are, and the ways to the first page and to older ones. What stands on a later
// page may have gone meanwhile: that page says so, and not that there is nothing at all.
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { type AdminPath, ButtonLink } from "./links";

interface Props<Row> {
  to: AdminPath;
  /** What the address asks for. */
  search: { after?: string | undefined };
  page: { nodes: readonly Row[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
  /** Instead of a first page without rows. */
  empty: ReactNode;
  children: (rows: readonly Row[]) => ReactNode;
}

export function Paged<Row>({ to, search, page: { nodes, pageInfo }, empty, children }: Props<Row>) {
  const t = useTranslations("admin");
  if (nodes.length === 0 && !search.after) return empty;
  return (
    <div className="grid gap-4">
      {nodes.length > 0 ? children(nodes) : null}
      <div className="flex flex-wrap items-center gap-3">
        <p className="text-14 text-ink-muted">{t("shown", { count: nodes.length })}</p>
        {search.after ? (
          <ButtonLink kind="plain" to={to} search={{ ...search, after: undefined }}>
            {t("newer")}
          </ButtonLink>
        ) : null}
        {pageInfo.hasNextPage && pageInfo.endCursor ? (
          <ButtonLink kind="plain" to={to} search={{ ...search, after: pageInfo.endCursor }}>
            {t("older")}
          </ButtonLink>
        ) : null}
      </div>
    </div>
  );
}
