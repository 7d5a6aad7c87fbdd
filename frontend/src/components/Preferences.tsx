// The foot of every page: theme and language of this browser.
import type { ReactNode } from "react";
import { useLocale, useTranslations } from "use-intl";
import { LOCALES, type Locale } from "~/i18n/catalog";
import { chooseLanguage, LANGUAGE_NAMES } from "~/i18n/locale";
import { useStore } from "~/lib/store";
import { chooseTheme, THEMES, type Theme, theme } from "~/lib/theme";

const THEME_NAMES = { system: "themeSystem", light: "themeLight", dark: "themeDark" } as const;

export function Preferences() {
  const t = useTranslations("shell");
  return (
    <footer className="border-t border-line px-4 sm:px-6">
      <div className="mx-auto flex max-w-6xl flex-wrap items-center justify-between gap-x-6 gap-y-2 py-4 text-14 text-ink-muted">
        <p>{t("poweredBy")}</p>
        <div className="flex flex-wrap gap-x-5 gap-y-2">
          <ThemeChoice />
          <LanguageChoice />
        </div>
      </div>
    </footer>
  );
}

function ThemeChoice() {
  const t = useTranslations("shell");
  const chosen = useStore(theme);
  return (
    <Choice label={t("theme")} value={chosen} onChange={(value) => chooseTheme(value as Theme)}>
      {THEMES.map((name) => (
        <option key={name} value={name}>
          {t(THEME_NAMES[name])}
        </option>
      ))}
    </Choice>
  );
}

function LanguageChoice() {
  const t = useTranslations("shell");
  const locale = useLocale();
  return (
    <Choice label={t("language")} value={locale} onChange={(value) => void chooseLanguage(value as Locale)}>
      {LOCALES.map((code) => (
        <option key={code} value={code} lang={code}>
          {LANGUAGE_NAMES[code]}
        </option>
      ))}
    </Choice>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  children: ReactNode;
}

function Choice({ label, value, onChange, children }: ChoiceProps) {
  return (
    <label className="inline-flex min-h-11 items-center gap-2">
      {label}
      <select
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="min-h-8 rounded-s border border-line-strong bg-bg px-2 text-ink"
      >
        {children}
      </select>
    </label>
  );
}
