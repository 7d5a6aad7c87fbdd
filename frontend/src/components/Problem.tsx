// What a section shows when it could not be loaded: human words, Retry, and the request id to quote.
import type { CombinedError } from "urql";
import { useTranslations } from "use-intl";
import { requestId } from "~/lib/problems";
import { Button } from "./Button";
import { CopyButton } from "./CopyButton";
import { Notice } from "./Notice";

interface Props {
  error?: CombinedError | undefined;
  onRetry: () => void;
}

export function Problem({ error, onRetry }: Props) {
  const t = useTranslations("problem");
  const id = error ? requestId(error) : null;
  return (
    <Notice
      tone="danger"
      title={t("title")}
      urgent
      actions={
        <Button kind="plain" onClick={onRetry}>
          {t("retry")}
        </Button>
      }
    >
      <p>{error?.networkError ? t("network") : t("server")}</p>
      {id ? <RequestId id={id} /> : null}
    </Notice>
  );
}

function RequestId({ id }: { id: string }) {
  const t = useTranslations("problem");
  return (
    <p className="mt-2 flex flex-wrap items-center gap-x-2">
      <span>{t("requestId")}</span>
      <code className="font-mono text-13 break-all">{id}</code>
      <CopyButton text={id} name={t("requestId")} small />
    </p>
  );
}
