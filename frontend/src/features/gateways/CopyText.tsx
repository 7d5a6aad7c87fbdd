// A text that is needed elsewhere, to be copied with one press or selected by hand.
import { useState } from "react";
import { useTranslations } from "use-intl";

export function CopyText({ text, name }: { text: string; name: string }) {
  const t = useTranslations("gateways");
  const problem = useTranslations("problem");
  const [state, setState] = useState<"copied" | "refused" | null>(null);
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      setState("refused");
    }
  }
  return (
    <span className="flex flex-wrap items-center gap-2">
      <code className="min-w-0 rounded-s bg-subtle px-2 py-1 font-mono text-13 break-all select-all">
        {text}
      </code>
      <button
        type="button"
        aria-label={`${problem("copy")}: ${name}`}
        className="min-h-8 rounded-m border border-line-strong bg-bg px-3 text-13 font-medium hover:bg-subtle"
        onClick={() => void copy()}
      >
        {state === "copied" ? problem("copied") : problem("copy")}
      </button>
      <span role="status" className={state === "refused" ? "text-13 text-danger-text" : "sr-only"}>
        {state === "copied" ? problem("copied") : state === "refused" ? t("notCopied") : null}
      </span>
    </span>
  );
}
