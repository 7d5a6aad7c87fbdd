// P1: sign in, then on to where the visitor was going.
import { getRouteApi, Link, useRouter } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Page } from "~/components/Page";
import { SignInForm } from "~/features/session/SignInForm";

const route = getRouteApi("/login");

export function Login() {
  const t = useTranslations("session");
  const { next } = route.useSearch();
  const router = useRouter();
  const link = (words: ReactNode) => (
    <Link to="/register" search={next ? { next } : {}} className="link">
      {words}
    </Link>
  );
  return (
    <Page title={t("signInTitle")} note={t("signInNote")} width="narrow">
      <SignInForm onDone={() => router.history.replace(next ?? "/")} />
      <p className="text-ink-muted">{t.rich("noAccount", { link })}</p>
    </Page>
  );
}
