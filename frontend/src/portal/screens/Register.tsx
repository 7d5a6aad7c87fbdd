// P1: a new account, then on to where the visitor was going.
import { getRouteApi, Link, useRouter } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Page } from "~/components/Page";
import { RegisterForm } from "~/features/session/RegisterForm";
import { useConfig } from "~/lib/config";
import { visitorCurrency } from "../currency";

const route = getRouteApi("/register");

export function Register() {
  const t = useTranslations("session");
  const { next } = route.useSearch();
  const router = useRouter();
  const config = useConfig();
  const link = (words: ReactNode) => (
    <Link to="/login" search={next ? { next } : {}} className="link">
      {words}
    </Link>
  );
  return (
    <Page title={t("registerTitle")} note={t("registerNote")} width="narrow">
      <RegisterForm
        currency={visitorCurrency(config)}
        onDone={() => router.history.replace(next ?? "/plans")}
      />
      <p className="text-ink-muted">{t.rich("haveAccount", { link })}</p>
    </Page>
  );
}
