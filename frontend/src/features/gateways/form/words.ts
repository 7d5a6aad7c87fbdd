// A settings form in the reader's language. A plugin's schema speaks English; of the gateways that come with Perennial the
// fields are known by name in other languages too. What is not known, as all of a stranger's plugin, stays as it is.
import type { Locale } from "~/i18n/catalog";
import { esGateways } from "~/i18n/es.gateways";
import type { FormField } from "./fields";

interface FieldWords {
  title: string;
  help: string;
  /** Choices by their value, where the value is no name of its own. */
  options?: Record<string, string>;
}

/** By gateway, then by field. */
export type GatewayWords = Record<string, Record<string, FieldWords>>;

const LANGUAGES: Partial<Record<Locale, GatewayWords>> = { es: esGateways };

/** Of the gateway's fields, with what they are called in `locale`. */
export function spoken(fields: FormField[], gateway: string, locale: Locale): FormField[] {
  const words = own(LANGUAGES[locale], gateway);
  return fields.map((field) => {
    const known = own(words, field.name);
    return known ? { ...field, title: known.title, help: known.help, optionWords: known.options } : field;
  });
}

/** Names are a plugin's choice: "constructor" must find nothing. */
function own<Value>(record: Record<string, Value> | undefined, name: string): Value | undefined {
  return record && Object.hasOwn(record, name) ? record[name] : undefined;
}
