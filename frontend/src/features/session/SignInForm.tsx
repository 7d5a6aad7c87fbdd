// Email and password. In a demo shop a note fills in the ready-made sign-in.
import { type FormEvent, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { Field } from "~/components/Field";
import { Notice } from "~/components/Notice";
import { session } from "~/lib/browser-session";
import { useConfig } from "~/lib/config";
import { type FieldErrors, fieldErrors } from "./field-errors";

interface Props {
  /** Whose sign-in the note of a demo shop fills in. */
  demo?: "customer" | "staff";
  onDone: () => void;
}

export function SignInForm({ demo: whose = "customer", onDone }: Props) {
  const t = useTranslations("session");
  const { demo } = useConfig();
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [fields, setFields] = useState<FieldErrors>({});

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    setBusy(true);
    setRefusal(null);
    setFields({});
    try {
      const answer = await session.signIn(String(data.get("email")), String(data.get("password")));
      if (answer.ok) onDone();
      else if (answer.status === 422) setFields(fieldErrors(answer.fields));
      else
        setRefusal(
          answer.status === 401 ? t("wrong") : answer.status === 429 ? t("tooMany") : t("unreachable"),
        );
    } catch {
      setRefusal(t("unreachable"));
    } finally {
      setBusy(false);
    }
  }

  function fillIn(account: { email: string; password: string }) {
    for (const name of ["email", "password"] as const) {
      const input = form.current?.elements.namedItem(name);
      if (input instanceof HTMLInputElement) input.value = account[name];
    }
    form.current?.querySelector<HTMLButtonElement>("button[type=submit]")?.focus();
  }

  return (
    <div className="grid gap-6">
      <form ref={form} className="grid gap-4" onSubmit={(event) => void submit(event)}>
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
          autoComplete="current-password"
          required
          error={fields.password}
        />
        {refusal ? (
          <Notice tone="danger" urgent>
            {refusal}
          </Notice>
        ) : null}
        <Button type="submit" disabled={busy}>
          {busy ? t("working") : t("signIn")}
        </Button>
      </form>
      {demo ? (
        <Notice
          tone="accent"
          title={t("demoTitle")}
          actions={
            <Button kind="plain" onClick={() => fillIn(demo[whose])}>
              {t("demoUse")}
            </Button>
          }
        >
          {t("demoNote")}
        </Notice>
      ) : null}
    </div>
  );
}
