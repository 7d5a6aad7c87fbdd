// Staff sign in, then go on to where they were going.
import { useTranslations } from "use-intl";
import { Page } from "~/components/Page";
import { SignInForm } from "~/features/session/SignInForm";
import { useGo, useNext } from "../links";

export function Login() {
  const t = useTranslations("admin");
  const next = useNext();
  const go = useGo();
  return (
    <Page title={t("signInTitle")} note={t("signInNote")} width="narrow">
      <SignInForm demo="staff" onDone={() => void go({ href: next ?? "/gateways", replace: true })} />
    </Page>
  );
}
