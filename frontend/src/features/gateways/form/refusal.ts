// What the server said of a form, by the field that it belongs to.
import type { FormField } from "./fields";

export interface Refusal {
  /** By field of the settings. */
  fields: Record<string, string>;
  label: string | undefined;
  /** What belongs to the whole form, or to a field that is not on screen. */
  others: string[];
}

interface Problem {
  path: string[];
  message: string;
}

export const NO_REFUSAL: Refusal = { fields: {}, label: undefined, others: [] };

export function refusalOf(problems: Problem[], onScreen: FormField[]): Refusal {
  const refusal: Refusal = { fields: {}, label: undefined, others: [] };
  for (const { path, message } of problems) {
    // The input's own name may stand before.
    const [place, name] = path[0] === "input" ? path.slice(1) : path;
    if (place === "label") refusal.label ??= message;
    else if (place === "settings" && name !== undefined && onScreen.some((field) => field.name === name))
      refusal.fields[name] ??= message;
    else refusal.others.push(name === undefined ? message : `${name}: ${message}`);
  }
  return refusal;
}
