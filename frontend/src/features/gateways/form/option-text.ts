// A choice in words: the plugin gives only values.
import { type FormField, humanized } from "./fields";
import type { JsonValue } from "./json";

/** Codes of countries and the like stand in capitals: "mx" is MX, "on_risk" is On risk. */
export function optionText(field: FormField, option: JsonValue): string {
  if (typeof option !== "string") return JSON.stringify(option);
  const { optionWords } = field;
  const known = optionWords && Object.hasOwn(optionWords, option) ? optionWords[option] : undefined;
  return known ?? (/^[a-z]{2,3}$/.test(option) ? option.toUpperCase() : humanized(option));
}
