// What stands in the form, and what of it is sent. A secret is never known here: an empty field keeps it, null clears
// it. Of an account that is there, only what was changed goes out.
import type { FormField } from "./fields";
import { type JsonObject, type JsonValue, objectOf, same } from "./json";

/** By field: text; true or false of a switch; null of a secret that is to be cleared. A choice is its JSON. */
export type Values = Record<string, string | boolean | null>;

/** The settings as the server shows them; null when there are none yet, or none that can be read. */
export type Shown = JsonObject | null;

export interface StoredSecret {
  set: boolean;
  last4: string | null;
}

export function storedSecret(shown: Shown, name: string): StoredSecret {
  const { set, last4 } = objectOf(shown?.[name]);
  return { set: set === true, last4: typeof last4 === "string" ? last4 : null };
}

export function startValues(fields: FormField[], shown: Shown): Values {
  return Object.fromEntries(fields.map((field) => [field.name, startValue(field, shown)]));
}

function startValue(field: FormField, shown: Shown): string | boolean {
  if (field.secret) return "";
  const value = shown ? shown[field.name] : field.initial;
  if (field.shape === "boolean") return value === true;
  if (value === undefined || value === null) return "";
  if (field.options.length > 0) return JSON.stringify(value);
  if (field.shape === "json") return JSON.stringify(value, null, 2);
  return String(value);
}

/** Whether the other settings ask for this one. */
export function isShown(field: FormField, fields: FormField[], values: Values): boolean {
  return Object.entries(field.showIf).every(([name, wanted]) => {
    const other = fields.find((one) => one.name === name);
    if (!other) return true;
    const value = read(other, values[name] ?? "");
    const accepted = Array.isArray(wanted) ? wanted : [wanted];
    return accepted.some((one) => same(one, value));
  });
}

/** What an entry means; undefined of an empty one, its text of one that cannot be read: the server says why. */
export function read(field: FormField, entry: string | boolean | null): JsonValue | undefined {
  if (typeof entry !== "string") return entry ?? undefined;
  const text = tidied(field, entry);
  if (text === "") return undefined;
  if (field.options.length > 0) return field.options.find((one) => JSON.stringify(one) === text);
  if (field.shape === "integer") return /^[+-]?\d{1,15}$/.test(text) ? Number(text) : text;
  if (field.shape === "number") return field.textual || !Number.isFinite(Number(text)) ? text : Number(text);
  if (field.shape === "json") return parsed(text) ?? text;
  return text;
}

/** Keys are pasted, often with a space or a line's end. */
export function tidied(field: FormField, text: string): string {
  return field.widget === "textarea" && field.shape !== "json" ? text : text.trim();
}

export function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** The `settings` to send: all that is entered for a new account, the changes of one that is there. */
export function settingsToSend(fields: FormField[], values: Values, shown: Shown): JsonObject {
  const sent: JsonObject = {};
  for (const field of fields) {
    const value = toSend(field, fields, values, shown);
    if (value !== undefined) sent[field.name] = value;
  }
  return sent;
}

function toSend(field: FormField, fields: FormField[], values: Values, shown: Shown): JsonValue | undefined {
  const entry = values[field.name] ?? (field.secret ? null : "");
  const hidden = !isShown(field, fields, values);
  if (field.secret) {
    if (hidden) return undefined;
    return entry === null ? { clear: true } : read(field, entry);
  }
  if (!shown) return hidden ? undefined : read(field, entry);
  const before = startValue(field, shown);
  // What nobody can see any more must not stay in force.
  if (hidden) return field.required || before === startValue(field, null) ? undefined : null;
  return before === entry ? undefined : (read(field, entry) ?? null);
}
