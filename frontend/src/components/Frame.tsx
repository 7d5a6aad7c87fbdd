// The frame of every page: skip link, header with navigation, the page, and the foot with the reader's preferences.
import { Outlet } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Preferences } from "./Preferences";

interface Props {
  /** Whose pages these are: a link to where everything begins. */
  brand: ReactNode;
  /** Links that look like NAV_LINK; none for those who may go nowhere. */
  navigation?: ReactNode;
  /** What stands at the header's end, such as the way out. */
  corner?: ReactNode;
  /** What concerns every page, above it. */
  notice?: ReactNode;
}

/** The look of a link of the navigation. */
export const NAV_LINK =
  "inline-flex min-h-11 items-center border-y-2 border-transparent px-1 text-ink-muted hover:text-ink aria-[current=page]:border-b-accent aria-[current=page]:font-medium aria-[current=page]:text-ink";

export function Frame({ brand, navigation, corner, notice }: Props) {
  const t = useTranslations("shell");
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-20 focus:rounded-m focus:bg-bg focus:px-4 focus:py-2"
      >
        {t("skip")}
      </a>
      <header className="border-b border-line px-4 sm:px-6">
        <div className="mx-auto flex max-w-6xl flex-wrap items-center justify-between gap-x-6 py-2">
          {brand}
          {corner ? <div className="flex items-center gap-3 sm:order-last">{corner}</div> : null}
          {navigation ? (
            <nav
              aria-label={t("navigation")}
              className="-mx-1 flex basis-full flex-wrap gap-x-3 sm:mx-0 sm:basis-auto sm:flex-1 sm:gap-x-5"
            >
              {navigation}
            </nav>
          ) : null}
        </div>
      </header>
      {notice}
      <main id="main" tabIndex={-1} className="w-full flex-1 px-4 py-8 outline-none sm:px-6 sm:py-12">
        <Outlet />
      </main>
      <Preferences />
    </div>
  );
}
