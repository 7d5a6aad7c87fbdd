// A new customer: name, email, password and the currency they pay in; then signed in at once.
import { type FormEvent, useState } from "react";
import { useClient } from "urql";
import { useLocale, useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { Field, SelectField } from "~/components/Field";
import { Notice } from "~/components/Notice";
import { session } from "~/lib/browser-session";
import { useConfig } from "~/lib/config";
import { type FieldErrors, fieldErrors } from "./field-errors";
import { CustomerRegisterMutation } from "./operations";

const ORDER = ["name", "email", "password", "currency"];

export function RegisterForm({ currency, onDone }: { currency: string; onDone: () => void }) {
  const t = useTranslations("session");
  const shell = useTranslations("shell");
  const { currencies } = useConfig();
  const locale = useLocale();
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [fields, setFields] = useState<FieldErrors>({});

  async function register(form: HTMLFormElement) {
    const data = new FormData(form);
    const [name, email, password, chosen] = ORDER.map((field) => String(data.get(field))) as [
      string,
      string,
      string,
      string,
    ];
    const input = { name, email, password, locale, currency: chosen };
    const { data: answer, error } = await client.mutation(CustomerRegisterMutation, { input }).toPromise();
    if (error || !answer) return setRefusal(t("unreachable"));
    const result = answer.customerRegister;
    if (result.__typename === "InvalidInputError") {
      const errors = fieldErrors(result.fields);
      setFields(errors);
      const first = ORDER.find((field) => errors[field]);
      if (first) (form.elements.namedItem(first) as HTMLElement | null)?.focus();
      else setRefusal(result.message);
    } else if (result.__typename === "ConflictError") setFields({ email: t("taken") });
    else if ((await session.signIn(email, password)).ok) onDone();
    else setRefusal(t("unreachable"));
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    setBusy(true);
    setRefusal(null);
    setFields({});
    try {
      await register(form);
    } catch {
      setRefusal(t("unreachable"));
    } finally {
      setBusy(false);
    }
  }

  return (
    <form className="grid gap-4" onSubmit={(event) => void submit(event)}>
      <Field label={t("name")} name="name" autoComplete="name" required error={fields.name} />
      <Field
        label={t("email")}
        name="email"
        type="email"
        autoComplete="email"
        required
        error={fields.email}
      />
      <Field
        label={t("password")}
        name="password"
        type="password"
        autoComplete="new-password"
        minLength={8}
        required
        hint={t("passwordHint")}
        error={fields.password}
      />
      <SelectField
        label={shell("currency")}
        name="currency"
        defaultValue={currency}
        hint={t("currencyHint")}
        error={fields.currency}
      >
        {currencies.map((code) => (
          <option key={code}>{code}</option>
        ))}
      </SelectField>
      {refusal ? (
        <Notice tone="danger" urgent>
          {refusal}
        </Notice>
      ) : null}
      <Button type="submit" disabled={busy}>
        {busy ? t("working") : t("create")}
      </Button>
    </form>
  );
}
