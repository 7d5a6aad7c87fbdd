// Stripe's own card field, a frame of Stripe's inside our border, in the page's colours and language.
import { useEffect, useImperativeHandle, useRef, useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { FieldsSilent } from "~/lib/card-fields";
import { useStore } from "~/lib/store";
import { shownTheme } from "~/lib/theme";
import type { FieldsProps } from "./CardEntry";
import { openStripe, type Stripe, type StripeElement, tokenOf } from "./stripe";

interface Opened {
  stripe: Stripe;
  card: StripeElement;
}

/** Its frame cannot read our tokens: it is told their values. */
function looks() {
  const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  return {
    style: {
      base: {
        color: token("--text"),
        iconColor: token("--text-muted"),
        fontSize: "16px",
        fontFamily: "system-ui, sans-serif",
        "::placeholder": { color: token("--text-faint") },
      },
      invalid: { color: token("--danger-text"), iconColor: token("--danger-text") },
    },
  };
}

export default function StripeFields({ url, publishableKey, account, error, onChange, ref }: FieldsProps) {
  const t = useTranslations("card");
  const locale = useLocale();
  const theme = useStore(shownTheme);
  const place = useRef<HTMLDivElement>(null);
  const opened = useRef<Opened>(null);
  const opening = useRef<Promise<void>>(null);
  const changed = useRef(onChange);
  changed.current = onChange;
  const [state, setState] = useState<"loading" | "ready" | "silent">("loading");

  useEffect(() => {
    let gone = false;
    setState("loading");
    opening.current = openStripe(url, publishableKey, account)
      .then((stripe) => {
        if (gone || !place.current) return;
        const card = stripe.elements({ locale }).create("card", looks());
        card.on("ready", () => setState("ready"));
        card.on("change", () => changed.current());
        card.mount(place.current);
        opened.current = { stripe, card };
      })
      .catch(() => {
        if (!gone) setState("silent");
      });
    return () => {
      gone = true;
      opened.current?.card.destroy();
      opened.current = null;
    };
  }, [url, publishableKey, account, locale]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are read anew when the theme changes.
  useEffect(() => opened.current?.card.update(looks()), [theme]);

  useImperativeHandle(ref, () => ({
    async tokenize() {
      await opening.current;
      if (!opened.current) throw new FieldsSilent();
      return { token: await tokenOf(opened.current.stripe, opened.current.card) };
    },
  }));

  return (
    <div className="grid gap-2" aria-busy={state === "loading"}>
      {state === "loading" ? <p className="text-14 text-ink-muted">{t("loading")}</p> : null}
      <fieldset className="min-w-0">
        <legend className="sr-only">{t("frame")}</legend>
        <div ref={place} className="control py-3 focus-within:border-accent" hidden={state === "silent"} />
      </fieldset>
      <p role="alert" className="text-14 font-medium text-danger-text empty:hidden">
        {state === "silent" ? t("silent") : error}
      </p>
    </div>
  );
}
