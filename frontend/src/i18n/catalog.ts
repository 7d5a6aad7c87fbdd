// The shape of a catalog, and the registration that makes every `t("key", {args})` checked at compile time.
import type { en } from "./en";

type Words<T> = { readonly [K in keyof T]: T[K] extends string ? string : Words<T[K]> };

export type Catalog = Words<typeof en>;

export const LOCALES = ["en", "es"] as const;
export type Locale = (typeof LOCALES)[number];

declare module "use-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: typeof en;
  }
}
