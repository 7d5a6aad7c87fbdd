// The log of one balance: filters, rows, more by cursor, and the file. New movements come in at the top by themselves.
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { Loaded, SkeletonRows } from "~/components/Loaded";
import { Section } from "~/components/Section";
import { midnight } from "~/lib/days";
import { DownloadCsv } from "./DownloadCsv";
import { LogFilters, type Shown } from "./LogFilters";
import { LogRows } from "./LogTable";
import { type Filter, useLog } from "./useLog";

interface Props {
  currency: string;
  /** Of the balance: the log is read again when it moved. */
  version: number;
  shown: Shown;
  onShow: (shown: Shown) => void;
}

export function BalanceLog({ currency, version, shown, onShow }: Props) {
  const t = useTranslations("log");
  const from = midnight(shown.from) ?? null;
  const until = midnight(shown.until, 1) ?? null;
  const filter: Filter = { currency, reason: shown.reason ? [shown.reason] : null, from, until };
  // Nothing ever moved it: there is nothing to filter or to download.
  if (version === 0)
    return (
      <Section title={t("title")}>
        <p className="text-ink-muted">{t("none")}</p>
      </Section>
    );
  const filtered = Boolean(shown.reason || shown.from || shown.until);
  return (
    <Section title={t("title")} aside={<DownloadCsv currency={currency} from={from} until={until} />}>
      <LogFilters shown={shown} onChange={onShow} />
      <Rows
        key={JSON.stringify(filter)}
        filter={filter}
        version={version}
        filtered={filtered}
        onClear={() => onShow({})}
      />
    </Section>
  );
}

interface RowsProps {
  filter: Filter;
  version: number;
  filtered: boolean;
  onClear: () => void;
}

function Rows({ filter, version, filtered, onClear }: RowsProps) {
  const t = useTranslations("log");
  const log = useLog(filter, version);
  return (
    <Loaded result={log.result} onRetry={log.retry} skeleton={<SkeletonRows rows={5} height="h-11" />}>
      {({ rows, next }) =>
        rows.length === 0 ? (
          <div className="flex flex-wrap items-center gap-3 text-ink-muted">
            <p>{t(filtered ? "noneShown" : "none")}</p>
            {filtered ? (
              <Button kind="plain" onClick={onClear}>
                {t("clear")}
              </Button>
            ) : null}
          </div>
        ) : (
          <>
            <LogRows rows={rows} />
            <div className="flex flex-wrap items-center justify-between gap-3">
              <p role="status" className="text-14 text-ink-muted tabular-nums">
                {t("count", { count: rows.length })}
              </p>
              {next ? (
                <Button kind="plain" disabled={log.result.fetching} onClick={log.more}>
                  {t("more")}
                </Button>
              ) : null}
            </div>
          </>
        )
      }
    </Loaded>
  );
}
