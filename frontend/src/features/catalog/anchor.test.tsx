// The day that periods begin on, in words.
import { renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { IntlProvider } from "use-intl";
import { describe, expect, it } from "vitest";
import type { Catalog } from "~/i18n/catalog";
import { en } from "~/i18n/en";
import { es } from "~/i18n/es";
import { TagContext } from "~/i18n/tag";
import { useAnchor } from "./anchor";

type Unit = "WEEK" | "MONTH" | "YEAR";

const CASES: [Unit, number, number, number | null, string, string][] = [
  ["WEEK", 1, 1, null, "from Monday", "desde el lunes"],
  ["WEEK", 2, 7, null, "from Sunday", "desde el domingo"],
  ["MONTH", 1, 1, null, "from the 1st", "desde el día 1"],
  ["MONTH", 1, 22, null, "from the 22nd", "desde el día 22"],
  ["MONTH", 3, 15, null, "from the 15th", "desde el día 15"],
  ["MONTH", 1, 31, null, "from the last day of the month", "desde el último día del mes"],
  ["MONTH", 3, 1, 1, "from January 1", "desde el 1 de enero"],
  ["MONTH", 3, 31, 2, "from February 29", "desde el 29 de febrero"],
  ["YEAR", 1, 1, 4, "from April 1", "desde el 1 de abril"],
];

const LANGUAGES = {
  en: { tag: "en-US", messages: en as Catalog },
  es: { tag: "es-MX", messages: es as Catalog },
};

function say(locale: "en" | "es", plan: Parameters<ReturnType<typeof useAnchor>>[0]) {
  const { tag, messages } = LANGUAGES[locale];
  const wrapper = ({ children }: { children: ReactNode }) => (
    <TagContext value={tag}>
      <IntlProvider locale={locale} messages={messages as typeof en} timeZone="UTC">
        {children}
      </IntlProvider>
    </TagContext>
  );
  return renderHook(() => useAnchor(), { wrapper }).result.current(plan);
}

describe("useAnchor", () => {
  it.each(CASES)("says %s × %i, day %i of month %s", (unit, count, day, month, english, spanish) => {
    const plan = { interval: { unit, count }, anchor: { day, month } };
    expect(say("en", plan)).toBe(english);
    expect(say("es", plan)).toBe(spanish);
  });

  it("says nothing where periods begin with the subscription", () => {
    expect(say("en", { interval: { unit: "MONTH", count: 1 }, anchor: null })).toBeNull();
    expect(say("en", { interval: null, anchor: null })).toBeNull();
  });
});
