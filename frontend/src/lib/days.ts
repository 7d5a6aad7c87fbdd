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
