// One way to show a query: skeleton first, the error with Retry, or the data, with a thin line while it refreshes.
import type { ReactNode } from "react";
import type { UseQueryState } from "urql";
import { useTranslations } from "use-intl";
import { Problem } from "./Problem";

interface Props<Data> {
  result: Pick<UseQueryState<Data>, "data" | "error" | "fetching" | "stale">;
  onRetry: () => void;
  skeleton: ReactNode;
  children: (data: Data) => ReactNode;
}

export function Loaded<Data>({ result, onRetry, skeleton, children }: Props<Data>) {
  const t = useTranslations("shell");
  if (result.data !== undefined && result.data !== null)
    return (
      <>
        {result.stale ? <div className="skeleton fixed inset-x-0 top-0 z-10 h-0.5 bg-accent" /> : null}
        {result.error && !result.stale ? <Problem error={result.error} onRetry={onRetry} /> : null}
        {children(result.data)}
      </>
    );
  if (result.error && !result.fetching) return <Problem error={result.error} onRetry={onRetry} />;
  return (
    <div aria-busy="true">
      <p className="sr-only">{t("loading")}</p>
      {skeleton}
    </div>
  );
}

export function SkeletonRows({ rows, height = "h-16" }: { rows: number; height?: string }) {
  return (
    <div className="grid gap-3" aria-hidden="true">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: identical placeholders have no other name.
        <div key={row} className={`skeleton ${height}`} />
      ))}
    </div>
  );
}
