// What is wrong with the form before it is sent. The server has the last word; this only spares a way to it.
import type { FormField } from "./fields";
import { isShown, parsed, type Shown, storedSecret, tidied, type Values } from "./values";

export type Flaw =
  | { type: "required" | "pattern" | "integer" | "number" | "json" }
  | { type: "short" | "long" | "least" | "most"; limit: number };

export function flawsOf(fields: FormField[], values: Values, shown: Shown): Record<string, Flaw> {
  const flaws: Record<string, Flaw> = {};
  for (const field of fields) {
    const flaw = isShown(field, fields, values) ? flawOf(field, values, shown) : undefined;
    if (flaw) flaws[field.name] = flaw;
  }
  return flaws;
}

function flawOf(field: FormField, values: Values, shown: Shown): Flaw | undefined {
  const entry = values[field.name];
  if (typeof entry === "boolean") return undefined;
  const text = tidied(field, entry ?? "");
  if (text === "") {
    const kept = field.secret && entry !== null && storedSecret(shown, field.name).set;
    return field.required && !kept ? { type: "required" } : undefined;
  }
  if (field.options.length > 0) return undefined;
  if (field.shape === "integer" || field.shape === "number") return numberFlaw(field, text);
  if (field.shape === "json") return parsed(text) === undefined ? { type: "json" } : undefined;
  return textFlaw(field, text);
}

function numberFlaw({ shape, minimum, maximum }: FormField, text: string): Flaw | undefined {
  if (shape === "integer" && !/^[+-]?\d+$/.test(text)) return { type: "integer" };
  const value = Number(text);
  if (!Number.isFinite(value)) return { type: "number" };
  if (minimum !== undefined && value < minimum) return { type: "least", limit: minimum };
  if (maximum !== undefined && value > maximum) return { type: "most", limit: maximum };
  return undefined;
}

function textFlaw({ minLength, maxLength, pattern }: FormField, text: string): Flaw | undefined {
  // Characters as Python counts them.
  const length = [...text].length;
  if (minLength !== undefined && length < minLength) return { type: "short", limit: minLength };
  if (maxLength !== undefined && length > maxLength) return { type: "long", limit: maxLength };
  return pattern !== undefined && !fits(pattern, text) ? { type: "pattern" } : undefined;
}

function fits(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, "u").test(text);
  } catch {
    // Not every pattern of the server's is one here.
    return true;
  }
}

/** A key that does not look like one of test mode, while test mode is chosen: perhaps a mistake. */
export function looksUntested(field: FormField, values: Values): boolean {
  const entry = values[field.name];
  if (field.testPrefix === undefined || typeof entry !== "string") return false;
  const text = tidied(field, entry);
  return values.mode !== JSON.stringify("live") && text !== "" && !text.startsWith(field.testPrefix);
}
