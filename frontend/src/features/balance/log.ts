// The log of a balance as it grows: pages are added at the end, and what happens meanwhile comes in at the top. The log
// is append-only, so what was read once stays right.
import type { Transaction } from "./operations";

export interface Page {
  nodes: Transaction[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

export interface Log {
  rows: Transaction[];
  /** Where the next page begins; null when there is none. */
  next: string | null;
}

const nextOf = ({ pageInfo }: Page) => (pageInfo.hasNextPage ? pageInfo.endCursor : null);

/** Newest first; each row once. Numbers count within one balance, which is what a log shows. */
function merged(known: Transaction[], read: Transaction[]): Transaction[] {
  const rows = new Map([...known, ...read].map((row) => [row.id, row]));
  return [...rows.values()].sort((a, b) => b.number - a.number);
}

/** The first page, read (again). When it does not reach what is known, there is a gap: begin anew. */
export function withFirst(log: Log | null, page: Page): Log {
  const known = new Set(log?.rows.map(({ id }) => id));
  if (!log || !page.nodes.some(({ id }) => known.has(id))) return { rows: page.nodes, next: nextOf(page) };
  return { rows: merged(log.rows, page.nodes), next: log.next };
}

/** The page that was asked for with `after`; ignored when the log began anew in the meantime. */
export function withNext(log: Log | null, page: Page, after: string): Log | null {
  if (log?.next !== after) return log;
  return { rows: merged(log.rows, page.nodes), next: nextOf(page) };
}
