// Which language this browser reads, and the catalog for it: one lazily loaded chunk for each language.
import { recall, remember } from "~/lib/storage";
import { Store } from "~/lib/store";
import { type AdminCatalog, type Catalog, LOCALES, type Locale } from "./catalog";

const loaders: Record<Locale, () => Promise<Catalog>> = {
  en: async () => (await import("./en")).en,
  es: async () => (await import("./es")).es,
};

let loadMore: Record<Locale, () => Promise<AdminCatalog>> | undefined;

/** From now on a language comes with these words too. Call before the first `speak`. */
export function alsoSpeak(more: Record<Locale, () => Promise<AdminCatalog>>): void {
  loadMore = more;
}

export const LANGUAGE_NAMES: Record<Locale, string> = { en: "English", es: "Español" };

export interface Language {
  locale: Locale;
  /** The full tag for numbers and dates: the reader's own region where the language agrees. */
  tag: string;
  messages: Catalog;
}

export const language = new Store<Language | null>(null);

const DEFAULT_TAGS: Record<Locale, string> = { en: "en-US", es: "es-MX" };

function isLocale(value: string | null | undefined): value is Locale {
  return LOCALES.includes(value as Locale);
}

function preferred(): Locale {
  const stored = recall("locale");
  if (isLocale(stored)) return stored;
  for (const tag of navigator.languages) {
    const base = tag.split("-")[0];
    if (isLocale(base)) return base;
  }
  return "en";
}

function regional(locale: Locale): string {
  return navigator.languages.find((tag) => tag.startsWith(`${locale}-`)) ?? DEFAULT_TAGS[locale];
}

export async function speak(locale: Locale = preferred()): Promise<void> {
  const [everybodys, more] = await Promise.all([loaders[locale](), loadMore?.[locale]()]);
  document.documentElement.lang = locale;
  language.set({ locale, tag: regional(locale), messages: { ...everybodys, ...more } });
}

export async function chooseLanguage(locale: Locale): Promise<void> {
  remember("locale", locale);
  await speak(locale);
}
