// Dates and times as the reader's region writes them, in the reader's own time zone.
import { use } from "react";
import { TagContext } from "./tag";

const formats = new Map<string, Intl.DateTimeFormat>();

function format(tag: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${tag}${JSON.stringify(options)}`;
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(tag, options);
    formats.set(key, found);
  }
  return found;
}

const DAY_MS = 86_400_000;
const DAY: Intl.DateTimeFormatOptions = { dateStyle: "medium" };
const MOMENT: Intl.DateTimeFormatOptions = { dateStyle: "medium", timeStyle: "short" };
const TIME: Intl.DateTimeFormatOptions = { timeStyle: "short" };
const CLOCK: Intl.DateTimeFormatOptions = { timeStyle: "medium" };

export function useDates() {
  const tag = use(TagContext);
  return {
    day: (iso: string) => format(tag, DAY).format(new Date(iso)),
    moment: (iso: string) => format(tag, MOMENT).format(new Date(iso)),
    time: (iso: string) => format(tag, TIME).format(new Date(iso)),
    clock: (iso: string) => format(tag, CLOCK).format(new Date(iso)),
    /** Short periods need the hour; the others read better without it. */
    period: ({ start, end }: { start: string; end: string }) => {
      const [from, to] = [new Date(start), new Date(end)];
      const short = to.getTime() - from.getTime() < 2 * DAY_MS;
      return format(tag, short ? MOMENT : DAY).formatRange(from, to);
    },
  };
}
