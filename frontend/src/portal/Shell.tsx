// The frame of every portal page: what customers go to, whether what they see is live, and the way in or out.
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { ButtonLink } from "~/components/Button";
import { Frame, NAV_LINK } from "~/components/Frame";
import { SignOut } from "~/components/SignOut";
import { useConfig } from "~/lib/config";
import { live, useSession } from "~/lib/services";
import { useStore } from "~/lib/store";
import { LiveDot } from "./LiveDot";

export function Shell() {
  const t = useTranslations("shell");
  const { merchant } = useConfig();
  const navigate = useNavigate();
  const signedIn = useSession() === "signed-in";
  const offline = useStore(live.state) === "offline";
  return (
    <Frame
      brand={
        <Link to={signedIn ? "/" : "/plans"} className="inline-flex min-h-11 items-center font-semibold">
          {merchant.name}
        </Link>
      }
      navigation={<Navigation signedIn={signedIn} />}
      corner={
        signedIn ? (
          <>
            <LiveDot />
            <SignOut onSignedOut={() => navigate({ to: "/login" })} />
          </>
        ) : (
          <ButtonLink to="/login" kind="quiet" className="-mr-4">
            {t("signIn")}
          </ButtonLink>
        )
      }
      notice={
        offline ? (
          <p role="status" className="bg-warning-soft px-4 py-2 text-center text-14 text-warning-text">
            {t("offlineNote")}
          </p>
        ) : null
      }
    />
  );
}

function Navigation({ signedIn }: { signedIn: boolean }) {
  const t = useTranslations("shell");
  return (
    <>
      {signedIn ? (
        <>
          <Link to="/" activeOptions={{ exact: true }} className={NAV_LINK}>
            {t("home")}
          </Link>
          <Link to="/balance" activeOptions={{ includeSearch: false }} className={NAV_LINK}>
            {t("balance")}
          </Link>
          <Link to="/units" className={NAV_LINK}>
            {t("units")}
          </Link>
        </>
      ) : null}
      <Link to="/plans" activeOptions={{ includeSearch: false }} className={NAV_LINK}>
        {t("plans")}
      </Link>
    </>
  );
}
