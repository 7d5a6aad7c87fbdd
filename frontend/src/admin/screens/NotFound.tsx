// Nothing at this address of the console.
import { useTranslations } from "use-intl";
import { Page } from "~/components/Page";
import { ButtonLink } from "../links";

export function NotFound() {
  const t = useTranslations("admin");
  const problem = useTranslations("problem");
  return (
    <Page title={problem("notFoundTitle")} width="text">
      <p className="text-ink-muted">{problem("notFound")}</p>
      <div>
        <ButtonLink to="/gateways">{t("toGateways")}</ButtonLink>
      </div>
    </Page>
  );
}
