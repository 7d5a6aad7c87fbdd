// The frame of every portal page: skip link, header with navigation and live dot, the page, preferences.
import { Link, Outlet, useNavigate } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { Button, ButtonLink } from "~/components/Button";
import { session } from "~/lib/browser-session";
import { useConfig } from "~/lib/config";
import { live, useSession } from "~/lib/services";
import { useStore } from "~/lib/store";
import { LiveDot } from "./LiveDot";
import { Preferences } from "./Preferences";

export function Shell() {
  const t = useTranslations("shell");
  const offline = useStore(live.state) === "offline";
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-20 focus:rounded-m focus:bg-bg focus:px-4 focus:py-2"
      >
        {t("skip")}
      </a>
      <Header />
      {offline ? (
        <p role="status" className="bg-warning-soft px-4 py-2 text-center text-14 text-warning-text">
          {t("offlineNote")}
        </p>
      ) : null}
      <main id="main" tabIndex={-1} className="w-full flex-1 px-4 py-8 outline-none sm:px-6 sm:py-12">
        <Outlet />
      </main>
      <Preferences />
    </div>
  );
}

const NAV =
  "inline-flex min-h-11 items-center border-y-2 border-transparent px-1 text-ink-muted hover:text-ink aria-[current=page]:border-b-accent aria-[current=page]:font-medium aria-[current=page]:text-ink";

function Header() {
  const t = useTranslations("shell");
  const { merchant } = useConfig();
  const signedIn = useSession() === "signed-in";
  return (
    <header className="border-b border-line px-4 sm:px-6">
      <div className="mx-auto flex max-w-6xl flex-wrap items-center justify-between gap-x-6 py-2">
        <Link to={signedIn ? "/" : "/plans"} className="inline-flex min-h-11 items-center font-semibold">
          {merchant.name}
        </Link>
        <div className="flex items-center gap-3 sm:order-last">
          {signedIn ? (
            <>
              <LiveDot />
              <SignOut />
            </>
          ) : (
            <ButtonLink to="/login" kind="quiet" className="-mr-4">
              {t("signIn")}
            </ButtonLink>
          )}
        </div>
        <nav
          aria-label={t("navigation")}
          className="-mx-1 flex basis-full flex-wrap gap-x-3 sm:mx-0 sm:basis-auto sm:flex-1 sm:gap-x-5"
        >
          {signedIn ? (
            <Link to="/" activeOptions={{ exact: true }} className={NAV}>
              {t("home")}
            </Link>
          ) : null}
          {signedIn ? (
            <>
              <Link to="/balance" activeOptions={{ includeSearch: false }} className={NAV}>
                {t("balance")}
              </Link>
              <Link to="/units" className={NAV}>
                {t("units")}
              </Link>
            </>
          ) : null}
          <Link to="/plans" activeOptions={{ includeSearch: false }} className={NAV}>
            {t("plans")}
          </Link>
        </nav>
      </div>
    </header>
  );
}

function SignOut() {
  const t = useTranslations("shell");
  const navigate = useNavigate();
  async function signOut() {
    await session.signOut();
    await navigate({ to: "/login" });
  }
  return (
    <Button kind="quiet" className="-mr-4" onClick={() => void signOut()}>
      {t("signOut")}
    </Button>
  );
}
