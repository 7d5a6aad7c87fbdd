// Calendar days as <input type="date"> writes them, and the instants they begin and end at where the reader lives.
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Midnight at the start of the day, `later` days on; undefined for what is no day. */
export function midnight(day: string | undefined, later = 0): string | undefined {
  const match = day?.match(DAY);
  if (!match) return undefined;
  const [year, month, date] = match.slice(1).map(Number) as [number, number, number];
  const start = new Date(year, month - 1, date);
  if (start.getMonth() !== month - 1 || start.getDate() !== date) return undefined;
  return new Date(year, month - 1, date + later).toISOString();
}

export function isDay(day: unknown): day is string {
  return typeof day === "string" && midnight(day) !== undefined;
}

/** The day so many days after the one in which `from` lies, where the reader lives. */
export function dayAfter(from: Date, days: number): string {
  const day = new Date(from.getFullYear(), from.getMonth(), from.getDate() + days);
  const two = (number: number) => String(number).padStart(2, "0");
  return `${String(day.getFullYear()).padStart(4, "0")}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
