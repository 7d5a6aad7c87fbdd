// What an address of the console may ask for. Everything in it was written by anybody: what will not do is said to be
// nothing.
type Asked = Record<string, unknown>;

/** Only a page of the console: an address from outside must not choose where a sign-in leads. */
export function nextPath({ next }: Asked): { next?: string | undefined } {
  const safe = typeof next === "string" && /^\/(?![/\\])/.test(next);
  return { next: safe ? next : undefined };
}

export function kindOf({ kind }: Asked): { kind?: string | undefined } {
  return { kind: typeof kind === "string" && /^[a-z0-9_-]+$/.test(kind) ? kind : undefined };
}

export const EVENT_STATUSES = ["RECEIVED", "APPLIED", "IGNORED", "FAILED"] as const;
export type EventStatus = (typeof EVENT_STATUSES)[number];

export interface EventsSearch {
  status?: EventStatus | undefined;
  account?: string | undefined;
  event?: string | undefined;
  after?: string | undefined;
}

export function eventsOf({ status, account, event, after }: Asked): EventsSearch {
  return {
    status: EVENT_STATUSES.find((one) => one === status),
    account: idOf(account),
    event: idOf(event),
    after: typeof after === "string" ? after : undefined,
  };
}

export interface TasksSearch {
  resolved?: true | undefined;
  task?: string | undefined;
  after?: string | undefined;
}

export function tasksOf({ resolved, task, after }: Asked): TasksSearch {
  return {
    resolved: resolved === true || resolved === 1 ? true : undefined,
    task: idOf(task),
    after: typeof after === "string" ? after : undefined,
  };
}

export interface RegisterSearch {
  customer?: string | undefined;
  search?: string | undefined;
}

export function registerOf({ customer, search }: Asked): RegisterSearch {
  // Search values come as JSON: a number in the address is one here.
  const text = typeof search === "number" ? String(search) : search;
  return { customer: idOf(customer), search: typeof text === "string" ? text : undefined };
}

function idOf(value: unknown): string | undefined {
  return typeof value === "string" && /^[a-z]+_\w+$/.test(value) ? value : undefined;
}
