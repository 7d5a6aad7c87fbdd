// The fields of a gateway's settings, in the groups and the order that its plugin gives them.
import { useTranslations } from "use-intl";
import type { Flaw } from "./checks";
import { FieldControl } from "./FieldControl";
import { type FormField, humanized } from "./fields";
import { isShown, type Shown, type Values } from "./values";

const GROUPS = ["connection", "keys", "webhooks", "payments", "payers"] as const;

interface Props {
  fields: FormField[];
  values: Values;
  shown: Shown;
  flaws: Record<string, Flaw>;
  /** What the server said, by field. */
  refused: Record<string, string>;
  disabled: boolean;
  onChange: (name: string, value: string | boolean | null) => void;
}

export function SchemaFields({ fields, values, shown, flaws, refused, disabled, onChange }: Props) {
  const t = useTranslations("gatewayForm");
  const visible = fields.filter((field) => isShown(field, fields, values));
  const groups = [...new Set(visible.map(({ group }) => group))];
  const known = (group: string) => GROUPS.find((one) => one === group);
  const title = (group: string) => {
    const name = known(group);
    return name ? t(`group_${name}`) : group ? humanized(group) : t("group_other");
  };
  return groups.map((group) => (
    <fieldset key={group} className="grid gap-5 border-t border-line pt-5" disabled={disabled}>
      <legend className="float-left mb-1 w-full text-16 font-semibold">{title(group)}</legend>
      {visible
        .filter((field) => field.group === group)
        .map((field) => (
          <FieldControl
            key={field.name}
            field={field}
            values={values}
            shown={shown}
            flaw={flaws[field.name]}
            refused={refused[field.name]}
            onChange={(value) => onChange(field.name, value)}
          />
        ))}
    </fieldset>
  ));
}
