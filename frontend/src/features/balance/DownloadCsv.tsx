// The log of one balance as a file: all of it, or what happened in the days that are shown.
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { session } from "~/lib/browser-session";
import { fetchFile, save } from "~/lib/download";

interface Props {
  currency: string;
  /** Instants; the second one is no longer part of it. */
  from: string | null;
  until: string | null;
}

export function DownloadCsv({ currency, from, until }: Props) {
  const t = useTranslations("log");
  const [state, setState] = useState<"idle" | "working" | "failed">("idle");

  async function download() {
    setState("working");
    try {
      const asked = { currency, ...(from ? { from } : {}), ...(until ? { until } : {}) };
      const path = `/exports/balance-transactions.csv?${new URLSearchParams(asked)}`;
      save(await fetchFile(session, path, `balance-transactions-${currency}.csv`));
      setState("idle");
    } catch {
      setState("failed");
    }
  }

  return (
    <div className="grid justify-items-end gap-1">
      <Button kind="plain" disabled={state === "working"} onClick={() => void download()}>
        {state === "working" ? t("downloading") : t("download")}
      </Button>
      <p role="alert" className="text-14 text-danger-text empty:hidden">
        {state === "failed" ? t("downloadFailed") : null}
      </p>
    </div>
  );
}
