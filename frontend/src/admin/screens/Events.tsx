// What gateways told: filtered in the address, newest first; one of them in front of the page.
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
import { Paged } from "../Paged";
import { EVENT_STATUSES, type EventsSearch } from "../search";
import { usePage } from "../usePage";

export function Events() {
  const t = useTranslations("inbox");
  const admin = useTranslations("admin");
  const search = useEventsSearch();
  const go = useGo();
  const { result, again } = usePage(GatewayEventsQuery, search.after, {
    accountId: search.account ?? null,
    status: search.status ? [search.status] : null,
  });
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
        {({ gatewayEvents }) => (
          <Paged
            to="/events"
            search={search}
            page={gatewayEvents}
            empty={
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
            }
          >
            {(events) => (
              <EventList
                events={events}
                accountName={accountName}
                link={(id, children) => (
                  <Link to="/events" search={{ ...search, event: id }} className="link">
                    {children}
                  </Link>
                )}
              />
            )}
          </Paged>
        )}
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
