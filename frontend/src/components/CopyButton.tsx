// Copies what is needed elsewhere, and says that it did, or that the browser does not let it.
import { useState } from "react";
import { useTranslations } from "use-intl";

interface Props {
  text: string;
  /** Of what: read out with the word on the button. */
  name: string;
  /** Beside a line of text, instead of standing for itself. */
  small?: boolean;
}

const LOOK = "rounded-m border border-line-strong bg-bg px-3 font-medium text-ink hover:bg-subtle";

export function CopyButton({ text, name, small = false }: Props) {
  const t = useTranslations("problem");
  const [state, setState] = useState<"copied" | "refused" | null>(null);
  const word = state === "copied" ? t("copied") : t("copy");
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      setState("refused");
    }
  }
  return (
    <span className="inline-flex flex-wrap items-center gap-2 print:hidden">
      <button
        type="button"
        aria-label={`${word}: ${name}`}
        className={`${LOOK} ${small ? "min-h-8 text-13" : "min-h-11 min-w-16 text-14"}`}
        onClick={() => void copy()}
      >
        {word}
      </button>
      <span role="status" className={state === "refused" ? "text-13 text-danger-text" : "sr-only"}>
        {state === "copied" ? t("copied") : state === "refused" ? t("notCopied") : null}
      </span>
    </span>
  );
}
