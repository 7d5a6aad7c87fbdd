// One field of the settings: its name, the control that fits it, its help, and what is wrong with it.
import { type ReactNode, useId } from "react";
import { useTranslations } from "use-intl";
import { type Flaw, looksUntested } from "./checks";
import type { FormField } from "./fields";
import { optionText } from "./option-text";
import { SecretControl } from "./SecretControl";
import type { Shown, Values } from "./values";

interface Props {
  field: FormField;
  values: Values;
  shown: Shown;
  flaw: Flaw | undefined;
  refused: string | undefined;
  onChange: (value: string | boolean | null) => void;
}

export function FieldControl({ field, values, shown, flaw, refused, onChange }: Props) {
  const t = useTranslations("gatewayForm");
  const id = useId();
  const words = useFlawWords();
  const value = values[field.name] ?? null;
  const wrong = refused ?? (flaw ? words(flaw) : undefined);
  const doubt =
    !wrong && looksUntested(field, values) ? t("notTest", { prefix: field.testPrefix ?? "" }) : null;
  const described = [field.help && `${id}-help`, wrong && `${id}-wrong`, doubt && `${id}-doubt`];
  const attributes: Attributes = {
    id,
    "data-field": field.name,
    "aria-required": field.required,
    "aria-invalid": wrong ? true : undefined,
    "aria-describedby": described.filter(Boolean).join(" ") || undefined,
  };
  const notes = (
    <>
      {field.help ? (
        <p id={`${id}-help`} className="text-13 text-ink-muted">
          {field.help}
        </p>
      ) : null}
      {doubt ? (
        <p id={`${id}-doubt`} className="text-13 text-warning-text">
          {doubt}
        </p>
      ) : null}
      {wrong ? (
        <p id={`${id}-wrong`} className="text-13 font-medium text-danger-text">
          {wrong}
        </p>
      ) : null}
    </>
  );
  if (field.widget === "switch")
    return (
      <div className="grid gap-1.5">
        <label htmlFor={id} className="inline-flex min-h-8 items-center gap-3 text-14 font-medium">
          <input
            {...attributes}
            type="checkbox"
            className="size-4 accent-(--accent)"
            checked={value === true}
            onChange={({ target }) => onChange(target.checked)}
          />
          {field.title}
        </label>
        {notes}
      </div>
    );
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-14 font-medium">
        {field.title}
        {field.mayBeEmpty ? <span className="font-normal text-ink-muted"> · {t("optional")}</span> : null}
      </label>
      {field.secret ? (
        <SecretControl
          field={field}
          value={value}
          shown={shown}
          attributes={attributes}
          onChange={onChange}
        />
      ) : (
        <Control field={field} value={String(value ?? "")} attributes={attributes} onChange={onChange} />
      )}
      {notes}
    </div>
  );
}

export interface Attributes {
  id: string;
  "data-field": string;
  "aria-required": boolean;
  "aria-invalid": true | undefined;
  "aria-describedby": string | undefined;
}

interface ControlProps {
  field: FormField;
  value: string;
  attributes: Attributes;
  onChange: (value: string) => void;
}

function Control({ field, value, attributes, onChange }: ControlProps): ReactNode {
  const t = useTranslations("gatewayForm");
  const changed = ({ target }: { target: { value: string } }) => onChange(target.value);
  if (field.widget === "select")
    return (
      <select {...attributes} className="control" value={value} onChange={changed}>
        {!field.mayBeEmpty && value !== "" ? null : <option value="">{t("choose")}</option>}
        {field.options.map((option) => (
          <option key={JSON.stringify(option)} value={JSON.stringify(option)}>
            {field.name === "mode" && (option === "test" || option === "live")
              ? t(`mode_${option}`)
              : optionText(field, option)}
          </option>
        ))}
      </select>
    );
  if (field.widget === "textarea")
    return (
      <textarea
        {...attributes}
        className={`control py-2 ${field.shape === "json" ? "font-mono text-13" : ""}`}
        rows={field.shape === "json" ? 4 : 3}
        spellCheck={field.shape !== "json"}
        value={value}
        onChange={changed}
      />
    );
  return (
    <input
      {...attributes}
      className="control"
      type="text"
      inputMode={field.shape === "integer" ? "numeric" : field.widget === "url" ? "url" : undefined}
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      placeholder={field.testPrefix ? `${field.testPrefix}…` : undefined}
      value={value}
      onChange={changed}
    />
  );
}

function useFlawWords(): (flaw: Flaw) => string {
  const t = useTranslations("gatewayForm");
  return (flaw) => ("limit" in flaw ? t(`flaw_${flaw.type}`, { limit: flaw.limit }) : t(`flaw_${flaw.type}`));
}
