// Connects a gateway, or changes one: its name, and the settings that its plugin asks for. After a refusal the focus goes
// to the first field that is wrong.
import { type FormEvent, useId, useMemo, useRef, useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { Field } from "~/components/Field";
import { Notice } from "~/components/Notice";
import { type Flaw, flawsOf } from "./form/checks";
import { readFields } from "./form/fields";
import { type JsonObject, objectOf } from "./form/json";
import { NO_REFUSAL, refusalOf } from "./form/refusal";
import { SchemaFields } from "./form/SchemaFields";
import { isShown, settingsToSend, startValues } from "./form/values";
import { spoken } from "./form/words";
import type { GatewayAccount, GatewayKind } from "./operations";
import type { Answer } from "./useAccountActs";

export interface Entered {
  label: string;
  /** Of a new account: whether it is offered at once. */
  enabled: boolean;
  settings: JsonObject;
}

interface Props {
  kind: GatewayKind;
  /** The account to change; null to connect one. */
  account: GatewayAccount | null;
  /** Sends it, and says what the server answered; null when no answer came. */
  save: (entered: Entered, version: number) => Promise<Answer | null>;
}

export function AccountForm({ kind, account, save }: Props) {
  const t = useTranslations("gatewayForm");
  const locale = useLocale();
  const fields = useMemo(
    () => spoken(readFields(kind.settingsSchema), kind.slug, locale),
    [kind.settingsSchema, kind.slug, locale],
  );
  // As it was when the form opened: what others changed meanwhile is neither overwritten nor taken for ours.
  const [{ shown, version }] = useState(() => ({
    shown: account && account.settings !== null ? objectOf(account.settings) : null,
    version: account?.version ?? 0,
  }));
  const form = useRef<HTMLFormElement>(null);
  const wrongId = useId();
  const [label, setLabel] = useState(account?.label ?? kind.name);
  const [enabled, setEnabled] = useState(true);
  const [values, setValues] = useState(() => startValues(fields, shown));
  const [flaws, setFlaws] = useState<Record<string, Flaw>>({});
  const [refusal, setRefusal] = useState(NO_REFUSAL);
  const [busy, setBusy] = useState(false);

  const onScreen = fields.filter((field) => isShown(field, fields, values));

  function focusWrong() {
    requestAnimationFrame(() => {
      const wrong = form.current?.querySelector<HTMLElement>("[aria-invalid=true], [data-wrong]");
      wrong?.focus();
    });
  }

  function change(name: string, value: string | boolean | null) {
    setValues((now) => ({ ...now, [name]: value }));
    // What was said of it was said of something else.
    setFlaws(({ [name]: _, ...others }) => others);
    setRefusal((now) => ({ ...now, fields: { ...now.fields, [name]: "" } }));
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    setRefusal(NO_REFUSAL);
    const found = flawsOf(fields, values, shown);
    setFlaws(found);
    if (Object.keys(found).length > 0) return focusWrong();
    setBusy(true);
    try {
      const answer = await save(
        { label: label.trim(), enabled, settings: settingsToSend(fields, values, shown) },
        version,
      );
      if (!answer) setRefusal({ ...NO_REFUSAL, others: [t("unheard")] });
      else if (answer.fields) setRefusal(refusalOf(answer.fields, onScreen));
      else if (answer.message !== undefined) setRefusal({ ...NO_REFUSAL, others: [answer.message] });
      if (!answer || answer.message !== undefined) focusWrong();
    } finally {
      setBusy(false);
    }
  }

  const refused = Object.fromEntries(Object.entries(refusal.fields).filter(([, message]) => message !== ""));
  return (
    <form ref={form} noValidate className="grid gap-6" onSubmit={(event) => void submit(event)}>
      {refusal.others.length > 0 ? (
        <div id={wrongId} data-wrong tabIndex={-1}>
          <Notice tone="danger" title={t("refused")} urgent>
            {refusal.others.map((message) => (
              <p key={message}>{message}</p>
            ))}
          </Notice>
        </div>
      ) : null}
      <Field
        label={t("label")}
        name="label"
        hint={t("labelHint")}
        error={refusal.label}
        maxLength={100}
        autoComplete="off"
        disabled={busy}
        value={label}
        onChange={({ target }) => {
          setLabel(target.value);
          setRefusal((now) => ({ ...now, label: undefined }));
        }}
      />
      <SchemaFields
        fields={fields}
        values={values}
        shown={shown}
        flaws={flaws}
        refused={refused}
        disabled={busy}
        onChange={change}
      />
      {account ? null : (
        <label className="inline-flex min-h-8 items-center gap-3 border-t border-line pt-5 font-medium">
          <input
            type="checkbox"
            className="size-4 accent-(--accent)"
            checked={enabled}
            disabled={busy}
            onChange={({ target }) => setEnabled(target.checked)}
          />
          {t("offer")}
        </label>
      )}
      <div>
        <Button type="submit" disabled={busy}>
          {busy ? t("saving") : account ? t("save") : t("connect", { name: kind.name })}
        </Button>
      </div>
    </form>
  );
}
