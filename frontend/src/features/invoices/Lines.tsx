// Lines of a quote or an invoice as a table that explains itself: each with its period and how it was computed.
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Money } from "~/components/Money";
import { useDates } from "~/i18n/dates";
import { isZero, negated } from "~/lib/money";
import type { Line } from "./operations";
import { lineKind, shareOf } from "./share";

/** `children` are the rows of totals, made with <TotalRow>. */
export function Lines({ lines, children }: { lines: Line[]; children: ReactNode }) {
  const t = useTranslations("invoice");
  return (
    <table className="w-full border-collapse">
      <caption className="sr-only">{t("lines")}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">{t("line")}</th>
          <th scope="col">{t("amount")}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no id and never move.
          <LineRow key={index} line={line} />
        ))}
      </tbody>
      <tfoot>{children}</tfoot>
    </table>
  );
}

function LineRow({ line }: { line: Line }) {
  const t = useTranslations("invoice");
  const terms = useTranslations("terms");
  const dates = useDates();
  const { kind, name } = lineKind(line.description);
  const share = shareOf(line);
  return (
    <tr className="border-b border-line align-baseline">
      <td className="py-3 pr-4">
        {kind === "plain" ? name : t(kind, { name })}
        {line.period ? <div className="text-13 text-ink-muted">{dates.period(line.period)}</div> : null}
        {share ? (
          <div className="text-13 text-ink-muted tabular-nums">
            {t(share.unit, { part: share.part, whole: share.whole })}
          </div>
        ) : null}
        {isZero(line.discount.amount) ? null : (
          <div className="text-13 text-ink-muted">
            {terms.rich("lineDiscount", {
              amount: () => <Money value={{ ...line.discount, amount: negated(line.discount.amount) }} />,
            })}
          </div>
        )}
        {line.derivation ? <Why derivation={line.derivation} /> : null}
      </td>
      <td className="py-3 text-right">
        <Money value={line.amount} />
      </td>
    </tr>
  );
}

function Why({ derivation }: { derivation: NonNullable<Line["derivation"]> }) {
  const t = useTranslations("invoice");
  const { unitPrice, quantity, numerator, denominator, rounding } = derivation;
  const unit = () => <Money value={unitPrice} />;
  const whole = numerator === denominator;
  return (
    <details className="text-13 text-ink-muted">
      <summary className="inline-block min-h-6 underline decoration-dotted underline-offset-4">
        {t("why")}
      </summary>
      <p className="tabular-nums">
        {whole
          ? t.rich("derivationWhole", { unit, quantity })
          : t.rich("derivation", { unit, quantity, numerator, denominator, rounding })}
      </p>
    </details>
  );
}

interface TotalProps {
  name: string;
  strong?: boolean;
  children: ReactNode;
}

export function TotalRow({ name, strong = false, children }: TotalProps) {
  return (
    <tr
      className={
        strong
          ? "border-t border-line-strong text-20 font-semibold"
          : "text-ink-muted first:*:pt-3 [&:has(+.text-20)]:*:pb-3"
      }
    >
      <th scope="row" className={`pr-4 text-left ${strong ? "pt-3 font-semibold" : "py-1.5 font-normal"}`}>
        {name}
      </th>
      <td className={`text-right ${strong ? "pt-3" : "py-1.5"}`}>{children}</td>
    </tr>
  );
}
