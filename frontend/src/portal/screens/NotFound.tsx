// Nothing at this address: say so inside the shell, and lead on.
import { useTranslations } from "use-intl";
import { ButtonLink } from "~/components/Button";
import { Page } from "~/components/Page";
import { useSession } from "~/lib/services";

interface Props {
  title?: string;
  children?: string;
}

export const PageNotFound = () => <NotFound />;

export function NotFound({ title, children }: Props) {
  const t = useTranslations("problem");
  const signedIn = useSession() === "signed-in";
  return (
    <Page title={title ?? t("notFoundTitle")} width="text">
      <p className="text-ink-muted">{children ?? t("notFound")}</p>
      <div>
        <ButtonLink to={signedIn ? "/" : "/plans"}>{signedIn ? t("toHome") : t("toPlans")}</ButtonLink>
      </div>
    </Page>
  );
}
