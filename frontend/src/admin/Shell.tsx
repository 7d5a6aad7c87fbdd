// The frame of every page of the console: what staff go to, and the way out.
import { useTranslations } from "use-intl";
import { Frame, NAV_LINK } from "~/components/Frame";
import { SignOut } from "~/components/SignOut";
import { useConfig } from "~/lib/config";
import { useSession } from "~/lib/services";
import { Link, useGo } from "./links";

export function Shell() {
  const t = useTranslations("admin");
  const { merchant } = useConfig();
  const go = useGo();
  const signedIn = useSession() === "signed-in";
  return (
    <Frame
      brand={
        <Link
          to="/gateways"
          activeOptions={{ exact: true }}
          className="inline-flex min-h-11 items-center gap-2"
        >
          <span className="font-semibold">{merchant.name}</span>
          <span className="text-ink-muted">{t("console")}</span>
        </Link>
      }
      navigation={signedIn ? <Navigation /> : null}
      corner={signedIn ? <SignOut onSignedOut={() => go({ to: "/login" })} /> : null}
    />
  );
}

function Navigation() {
  const t = useTranslations("admin");
  return (
    <>
      <Link to="/gateways" className={NAV_LINK}>
        {t("gateways")}
      </Link>
      <Link to="/events" activeOptions={{ includeSearch: false }} className={NAV_LINK}>
        {t("events")}
      </Link>
      <Link to="/tasks" activeOptions={{ includeSearch: false }} className={NAV_LINK}>
        {t("tasks")}
      </Link>
      <Link to="/register" activeOptions={{ includeSearch: false }} className={NAV_LINK}>
        {t("register")}
      </Link>
    </>
  );
}
