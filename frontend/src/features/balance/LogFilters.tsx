// What the log shows: one reason or all, and the days from and until. Kept in the address by whoever shows the log.
import { useTranslations } from "use-intl";
import { Field, SelectField } from "~/components/Field";
import type { Reason } from "./operations";
import { ALL_REASONS, isReason, REASONS } from "./reasons";

export interface Shown {
  reason?: Reason | undefined;
  /** Days, as <input type="date"> writes them; both belong to what is shown. */
  from?: string | undefined;
  until?: string | undefined;
}

interface Props {
  shown: Shown;
  onChange: (shown: Shown) => void;
}

export function LogFilters({ shown, onChange }: Props) {
  const t = useTranslations("log");
  const words = useTranslations("reason");
  return (
    <fieldset className="grid min-w-0 gap-3 min-[25rem]:grid-cols-2 sm:grid-cols-3">
      <legend className="sr-only">{t("filters")}</legend>
      <div className="min-[25rem]:max-sm:col-span-2">
        <SelectField
          label={t("reason")}
          value={shown.reason ?? ""}
          onChange={({ target }) =>
            onChange({ ...shown, reason: isReason(target.value) ? target.value : undefined })
          }
        >
          <option value="">{t("all")}</option>
          {ALL_REASONS.map((reason) => (
            <option key={reason} value={reason}>
              {words(REASONS[reason])}
            </option>
          ))}
        </SelectField>
      </div>
      <Field
        label={t("from")}
        type="date"
        value={shown.from ?? ""}
        max={shown.until}
        onChange={({ target }) => onChange({ ...shown, from: target.value || undefined })}
      />
      <Field
        label={t("until")}
        type="date"
        value={shown.until ?? ""}
        min={shown.from}
        onChange={({ target }) => onChange({ ...shown, until: target.value || undefined })}
      />
    </fieldset>
  );
}
