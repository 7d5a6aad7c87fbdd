// Why an act was not done, said where it was asked for.
import { useTranslations } from "use-intl";
import type { Act } from "~/lib/act";

export function ActRefused({ act }: { act: Pick<Act<never>, "refusal" | "failed"> }) {
  const t = useTranslations("problem");
  return (
    <p role="alert" className="w-full text-14 font-medium text-danger-text empty:hidden">
      {act.failed ? t("server") : act.refusal?.message}
    </p>
  );
}
