// What happened to a subscription, newest first: its invoices with their payments, and the turns of its life as far as it
// remembers them.
import type { InvoiceStatus } from "~/lib/status";
import type { Life } from "./standing";

export type Turn =
  | "subscribed"
  | "trialStarted"
  | "fellBehind"
  | "paused"
  | "cancelAsked"
  | "canceled"
  | "expired"
  | "neverStarted";

export type Entry<I> =
  | { at: string; turn: Turn; invoice?: undefined }
  | { at: string; turn?: undefined; invoice: I };

interface Dated {
  status: InvoiceStatus;
  issuedAt: string | null;
}

export function historyOf<I extends Dated>(life: Life, invoices: I[]): Entry<I>[] {
  const entries: Entry<I>[] = [];
  const turn = (at: string | null, name: Turn) => {
    if (at) entries.push({ at, turn: name });
  };
  turn(life.createdAt, life.trial ? "trialStarted" : "subscribed");
  turn(life.pastDueAt, "fellBehind");
  if (life.status === "PAUSED") turn(life.pausedAt, "paused");
  if (life.canceledAt !== life.endedAt) turn(life.canceledAt, "cancelAsked");
  if (life.status === "CANCELED") turn(life.endedAt, "canceled");
  if (life.status === "EXPIRED") turn(life.endedAt, "expired");
  if (life.status === "INCOMPLETE_EXPIRED") turn(life.endedAt, "neverStarted");
  for (const invoice of invoices) if (invoice.issuedAt) entries.push({ at: invoice.issuedAt, invoice });
  // Of one instant the later in this list is the newer.
  return entries.reverse().sort((one, other) => Date.parse(other.at) - Date.parse(one.at));
}
