// Lets staff through. Customers are told that this is not for them: the server would refuse each of their requests.
import { Outlet } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { Loaded, SkeletonRows } from "~/components/Loaded";
import { Page } from "~/components/Page";
import { useViewer } from "~/features/session/useViewer";
import { session } from "~/lib/browser-session";
import { useGo } from "./links";

export function Staff() {
  const { result, refetch } = useViewer();
  return (
    <Loaded result={result} onRetry={refetch} skeleton={<SkeletonRows rows={3} />}>
      {({ viewer }) =>
        viewer?.role === "STAFF" ? <Outlet /> : viewer ? <NotForCustomers email={viewer.email} /> : null
      }
    </Loaded>
  );
}

function NotForCustomers({ email }: { email: string }) {
  const t = useTranslations("admin");
  const go = useGo();
  async function signOut() {
    await session.signOut();
    await go({ to: "/login" });
  }
  return (
    <Page title={t("staffOnlyTitle")} width="text">
      <p className="text-ink-muted">{t("staffOnly", { email })}</p>
      <div className="flex flex-wrap gap-3">
        <Button onClick={() => void signOut()}>{t("otherSignIn")}</Button>
        <a href="/" className="link inline-flex min-h-11 items-center">
          {t("toShop")}
        </a>
      </div>
    </Page>
  );
}
