// Copies what has to be typed in elsewhere, and says that it did.
import { useState } from "react";
import { useTranslations } from "use-intl";

interface Props {
  text: string;
  /** Of what: read out with the word on the button. */
  name: string;
}

export function CopyButton({ text, name }: Props) {
  const t = useTranslations("problem");
  const ways = useTranslations("ways");
  const [state, setState] = useState<"copied" | "refused" | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      setState("refused");
    }
  };
  return (
    <span className="inline-flex items-center gap-2 print:hidden">
      <button
        type="button"
        aria-label={`${state === "copied" ? t("copied") : t("copy")}: ${name}`}
        className="min-h-11 min-w-16 rounded-m border border-line-strong bg-bg px-3 text-14 font-medium text-ink hover:bg-subtle"
        onClick={() => void copy()}
      >
        {state === "copied" ? t("copied") : t("copy")}
      </button>
      <span role="status" className={state === "refused" ? "text-13 text-danger-text" : "sr-only"}>
        {state === "copied" ? t("copied") : state === "refused" ? ways("notCopied") : null}
      </span>
    </span>
  );
}
