// The shape of a catalog, and the registration that makes every `t("key", {args})` checked at compile time.
import type { en } from "./en";
import type { enAdmin } from "./en.admin";

type Words<T> = { readonly [K in keyof T]: T[K] extends string ? string : Words<T[K]> };

export type Catalog = Words<typeof en>;
/** The console's own words: only its page loads them, beside the others. */
export type AdminCatalog = Words<typeof enAdmin>;

export const LOCALES = ["en", "es"] as const;
export type Locale = (typeof LOCALES)[number];

declare module "use-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: typeof en & typeof enAdmin;
  }
}
