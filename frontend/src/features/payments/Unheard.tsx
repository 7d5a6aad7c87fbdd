// No answer came to an order that moves money: say so, and offer the one safe thing, the identical request again.
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { Notice } from "~/components/Notice";

export function Unheard({ onRetry }: { onRetry: () => void }) {
  const t = useTranslations("subscribe");
  const problem = useTranslations("problem");
  return (
    <Notice
      tone="warning"
      urgent
      title={t("unheardTitle")}
      actions={
        <Button kind="plain" onClick={onRetry}>
          {problem("retry")}
        </Button>
      }
    >
      {t("unheard")}
    </Notice>
  );
}
