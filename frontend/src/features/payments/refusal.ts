// Why an order was not taken, sorted by where it is said: beside a field, at the button, or with the way to more balance.
import type { Money } from "~/lib/money";

export interface Refusal {
  message: string;
  /** Words by the name of the field, the first part of its path. */
  fields: Record<string, string>;
  lacking?: { needed: Money; available: Money };
}

interface Answer {
  __typename: string;
  message: string;
  fields?: { path: string[]; message: string }[];
  needed?: Money;
  available?: Money;
}

/** `places` are the fields of the form; what is wrong elsewhere is said at the button. */
export function refusalOf(answer: Answer, places: readonly string[] = []): Refusal {
  const fields: Record<string, string> = {};
  const elsewhere: string[] = [];
  for (const { path, message } of answer.fields ?? []) {
    const name = path[0] ?? "";
    if (places.includes(name)) fields[name] ??= message;
    else elsewhere.push(message);
  }
  const told = Object.keys(fields).length > 0 && elsewhere.length === 0;
  const message = elsewhere.length > 0 ? elsewhere.join(" ") : told ? "" : answer.message;
  const { needed, available } = answer;
  return { message, fields, ...(needed && available ? { lacking: { needed, available } } : {}) };
}
