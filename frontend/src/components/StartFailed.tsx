// The server did not answer at all: a calm page instead of a blank one.
import { useTranslations } from "use-intl";
import { LanguageProvider } from "~/i18n/Language";
import { Button } from "./Button";

export function StartFailed({ onRetry }: { onRetry: () => void }) {
  return (
    <LanguageProvider>
      <Message onRetry={onRetry} />
    </LanguageProvider>
  );
}

function Message({ onRetry }: { onRetry: () => void }) {
  const t = useTranslations("problem");
  return (
    <main className="mx-auto grid min-h-dvh max-w-md content-center justify-items-start gap-4 p-4">
      <title>{t("startTitle")}</title>
      <h1 className="text-32">{t("startTitle")}</h1>
      <p className="text-ink-muted">{t("network")}</p>
      <Button onClick={onRetry}>{t("retry")}</Button>
    </main>
  );
}
