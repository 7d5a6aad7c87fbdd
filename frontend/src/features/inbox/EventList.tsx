// Events as rows: what happened, to which account, what became of it, and how often it was tried.
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useDates } from "~/i18n/dates";
import { EventMark } from "./EventMark";
import type { EventRow } from "./operations";

interface Props {
  events: readonly EventRow[];
  accountName: (id: string) => string;
  link: (id: string, children: ReactNode) => ReactNode;
}

export function EventList({ events, accountName, link }: Props) {
  const t = useTranslations("inbox");
  const dates = useDates();
  return (
    <ul className="divide-y divide-line border-y border-line">
      {events.map((event) => (
        <li
          key={event.id}
          className="grid gap-x-6 gap-y-1 py-3 md:grid-cols-[minmax(0,2fr)_minmax(0,1fr)_minmax(0,2fr)_minmax(0,1fr)] md:items-baseline"
        >
          <div className="grid min-w-0 gap-0.5">
            <span className="font-medium break-words">{link(event.id, event.kind)}</span>
            <span className="text-13 text-ink-muted">{accountName(event.accountId)}</span>
          </div>
          <div>
            <EventMark status={event.status} />
          </div>
          <p className="min-w-0 text-14 break-words text-ink-muted">
            {event.outcome ?? null}
            {event.tries > 1 ? ` (${t("tries")}: ${event.tries})` : null}
          </p>
          <time dateTime={event.receivedAt} className="text-13 text-ink-muted md:text-right">
            {dates.moment(event.receivedAt)}
          </time>
        </li>
      ))}
    </ul>
  );
}
