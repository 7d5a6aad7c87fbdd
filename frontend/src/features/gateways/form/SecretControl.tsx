// A secret: it can be entered, replaced and, where it is optional, cleared. It is never shown again.
import { useTranslations } from "use-intl";
import type { Attributes } from "./FieldControl";
import type { FormField } from "./fields";
import { type Shown, storedSecret } from "./values";

interface Props {
  field: FormField;
  value: string | boolean | null;
  shown: Shown;
  attributes: Attributes;
  onChange: (value: string | null) => void;
}

const ACT = "min-h-6 link text-13";

export function SecretControl({ field, value, shown, attributes, onChange }: Props) {
  const t = useTranslations("gatewayForm");
  const { set, last4 } = storedSecret(shown, field.name);
  const cleared = value === null && set;
  const text = typeof value === "string" ? value : "";
  const kept = set && !cleared && text === "";
  const id = `${attributes.id}-kept`;
  const all = {
    ...attributes,
    "aria-describedby": [attributes["aria-describedby"], set && id].filter(Boolean).join(" ") || undefined,
    // No password of a person: password managers are to leave it alone.
    autoComplete: "new-password",
    autoCapitalize: "off",
    spellCheck: false,
    value: text,
    placeholder: kept ? "••••••••" : field.testPrefix ? `${field.testPrefix}…` : undefined,
    onChange: ({ target }: { target: { value: string } }) => onChange(target.value),
  };
  return (
    <>
      {field.widget === "textarea" ? (
        <textarea {...all} className="control py-2 font-mono text-13" rows={4} />
      ) : (
        <input {...all} type="password" className="control" />
      )}
      {set ? (
        <div className="flex flex-wrap items-baseline gap-x-3 text-13">
          <p id={id} className={cleared ? "font-medium text-warning-text" : "text-ink-muted"}>
            {cleared
              ? t("willClear")
              : kept
                ? last4
                  ? t("setEnds", { last4 })
                  : t("set")
                : t("willReplace")}
          </p>
          {cleared || text !== "" ? (
            <button
              type="button"
              className={ACT}
              aria-label={`${t("keep")}: ${field.title}`}
              onClick={() => onChange("")}
            >
              {t("keep")}
            </button>
          ) : field.required ? null : (
            <button
              type="button"
              className={ACT}
              aria-label={`${t("clear")}: ${field.title}`}
              onClick={() => onChange(null)}
            >
              {t("clear")}
            </button>
          )}
        </div>
      ) : null}
    </>
  );
}
