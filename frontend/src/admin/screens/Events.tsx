// What gateways told: filtered in the address, newest first; one of them in front of the page.
import { useQuery } from "urql";
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { Empty } from "~/components/Empty";
import { SelectField } from "~/components/Field";
import { Loaded, SkeletonRows } from "~/components/Loaded";
import { Page } from "~/components/Page";
import { EventDialog } from "~/features/inbox/EventDialog";
import { EventList } from "~/features/inbox/EventList";
import { GatewayEventsQuery } from "~/features/inbox/operations";
import { ButtonLink, Link, useEventsSearch, useGo } from "../links";
import { EVENT_STATUSES, type EventsSearch } from "../search";

const PAGE = 25;

export function Events() {
  const t = useTranslations("inbox");
  const admin = useTranslations("admin");
  const search = useEventsSearch();
  const go = useGo();
  const [result, run] = useQuery({
    query: GatewayEventsQuery,
    variables: {
      first: PAGE,
      after: search.after ?? null,
      accountId: search.account ?? null,
      status: search.status ? [search.status] : null,
    },
    requestPolicy: "cache-and-network",
  });
  const again = () => run({ requestPolicy: "network-only" });
  const accounts = result.data?.gatewayAccounts ?? [];
  const accountName = (id: string) => accounts.find((account) => account.id === id)?.label ?? id;
  const filtered = search.status !== undefined || search.account !== undefined;
  const filter = (what: EventsSearch) =>
    void go({ to: "/events", search: { ...search, after: undefined, ...what } });

  return (
    <Page
      title={t("title")}
      note={t("note")}
      aside={
        <Button kind="plain" onClick={again}>
          {admin("refresh")}
        </Button>
      }
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          label={t("account")}
          value={search.account ?? ""}
          onChange={({ target }) => filter({ account: target.value || undefined })}
        >
          <option value="">{t("allAccounts")}</option>
          {accounts.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t("status")}
          value={search.status ?? ""}
          onChange={({ target }) => filter({ status: EVENT_STATUSES.find((one) => one === target.value) })}
        >
          <option value="">{t("allStatuses")}</option>
          {EVENT_STATUSES.map((status) => (
            <option key={status} value={status}>
              {t(status)}
            </option>
          ))}
        </SelectField>
      </div>
      <Loaded result={result} onRetry={again} skeleton={<SkeletonRows rows={6} />}>
        {({ gatewayEvents: { nodes, pageInfo } }) =>
          nodes.length === 0 && !search.after ? (
            filtered ? (
              <Empty
                title={t("noneTitle")}
                action={
                  <ButtonLink kind="plain" to="/events" search={{}}>
                    {admin("clearFilters")}
                  </ButtonLink>
                }
              >
                {t("none")}
              </Empty>
            ) : (
              <Empty title={t("emptyTitle")}>{t("empty")}</Empty>
            )
          ) : (
            <div className="grid gap-4">
              <EventList
                events={nodes}
                accountName={accountName}
                link={(id, children) => (
                  <Link to="/events" search={{ ...search, event: id }} className="link">
                    {children}
                  </Link>
                )}
              />
              <div className="flex flex-wrap items-center gap-3">
                <p className="text-14 text-ink-muted">{admin("shown", { count: nodes.length })}</p>
                {search.after ? (
                  <ButtonLink kind="plain" to="/events" search={{ ...search, after: undefined }}>
                    {admin("newer")}
                  </ButtonLink>
                ) : null}
                {pageInfo.hasNextPage ? (
                  <ButtonLink
                    kind="plain"
                    to="/events"
                    search={{ ...search, after: pageInfo.endCursor ?? undefined }}
                  >
                    {admin("older")}
                  </ButtonLink>
                ) : null}
              </div>
            </div>
          )
        }
      </Loaded>
      {search.event ? (
        <EventDialog
          key={search.event}
          id={search.event}
          accountName={accountName}
          onClose={() => void go({ to: "/events", search: { ...search, event: undefined }, replace: true })}
        />
      ) : null}
    </Page>
  );
}
