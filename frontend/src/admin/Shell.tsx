// The frame of every page of the console: skip link, header with navigation, the page, preferences.
import { Outlet } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { session } from "~/lib/browser-session";
import { useConfig } from "~/lib/config";
import { useSession } from "~/lib/services";
import { Preferences } from "~/portal/Preferences";
import { Link, useGo } from "./links";

export function Shell() {
  const t = useTranslations("shell");
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-20 focus:rounded-m focus:bg-bg focus:px-4 focus:py-2"
      >
        {t("skip")}
      </a>
      <Header />
      <main id="main" tabIndex={-1} className="w-full flex-1 px-4 py-6 outline-none sm:px-6 sm:py-10">
        <Outlet />
      </main>
      <Preferences />
    </div>
  );
}

const NAV =
  "inline-flex min-h-11 items-center border-y-2 border-transparent px-1 text-ink-muted hover:text-ink aria-[current=page]:border-b-accent aria-[current=page]:font-medium aria-[current=page]:text-ink";

function Header() {
  const t = useTranslations("admin");
  const shell = useTranslations("shell");
  const { merchant } = useConfig();
  const signedIn = useSession() === "signed-in";
  return (
    <header className="border-b border-line px-4 sm:px-6">
      <div className="mx-auto flex max-w-6xl flex-wrap items-center justify-between gap-x-6 py-1">
        <Link
          to="/gateways"
          activeOptions={{ exact: true }}
          className="inline-flex min-h-11 items-center gap-2"
        >
          <span className="font-semibold">{merchant.name}</span>
          <span className="text-ink-muted">{t("console")}</span>
        </Link>
        {signedIn ? (
          <>
            <div className="sm:order-last">
              <SignOut />
            </div>
            <nav
              aria-label={shell("navigation")}
              className="-mx-1 flex basis-full flex-wrap gap-x-4 sm:mx-0 sm:basis-auto sm:flex-1 sm:gap-x-5"
            >
              <Link to="/gateways" className={NAV}>
                {t("gateways")}
              </Link>
              <Link to="/events" activeOptions={{ includeSearch: false }} className={NAV}>
                {t("events")}
              </Link>
              <Link to="/tasks" activeOptions={{ includeSearch: false }} className={NAV}>
                {t("tasks")}
              </Link>
              <Link to="/register" activeOptions={{ includeSearch: false }} className={NAV}>
                {t("register")}
              </Link>
            </nav>
          </>
        ) : null}
      </div>
    </header>
  );
}

function SignOut() {
  const t = useTranslations("shell");
  const go = useGo();
  async function signOut() {
    await session.signOut();
    await go({ to: "/login" });
  }
  return (
    <Button kind="quiet" className="-mr-4" onClick={() => void signOut()}>
      {t("signOut")}
    </Button>
  );
}
