// A card for Openpay, typed into this page because the provider has no frame for it. The fields have no names and no state:
// what is typed is read once, handed to Openpay's script, and wiped. Only a token leaves this component.
import { type FormEvent, type Ref, useEffect, useId, useImperativeHandle, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { CardRefused, FieldsSilent } from "~/lib/card-fields";
import type { FieldsProps } from "./CardEntry";
import { type OpenedOpenpay, openOpenpay, type TypedCard, tokenOf, type Wrong, wrongIn } from "./openpay";

const digits = (text: string) => text.replace(/\D/g, "");
const spaced = (text: string) =>
  (
    digits(text)
      .slice(0, 19)
      .match(/\d{1,4}/g) ?? []
  ).join(" ");
const dated = (text: string) => {
  const [month, year] = [digits(text).slice(0, 2), digits(text).slice(2, 4)];
  return year ? `${month} / ${year}` : month;
};

/** Writes what is typed as it is read; never while somebody corrects in the middle. */
const write = (as: (text: string) => string) => (event: FormEvent<HTMLInputElement>) => {
  const field = event.currentTarget;
  if (field.selectionStart === field.value.length) field.value = as(field.value);
};

export default function OpenpayFields({ url, publishableKey, account, error, onChange, ref }: FieldsProps) {
  const t = useTranslations("card");
  const ways = useTranslations("ways");
  const opening = useRef<Promise<OpenedOpenpay>>(null);
  const [state, setState] = useState<"loading" | "ready" | "silent">("loading");
  const [wrong, setWrong] = useState<Wrong[]>([]);
  const fields = {
    number: useRef<HTMLInputElement>(null),
    holder: useRef<HTMLInputElement>(null),
    expiry: useRef<HTMLInputElement>(null),
    code: useRef<HTMLInputElement>(null),
  };

  useEffect(() => {
    let gone = false;
    setState("loading");
    const coming = openOpenpay(url, account ?? "", publishableKey);
    opening.current = coming;
    const turn = (to: "ready" | "silent") => () => {
      if (!gone) setState(to);
    };
    coming.then(turn("ready"), turn("silent"));
    return () => {
      gone = true;
      opening.current = null;
    };
  }, [url, publishableKey, account]);

  function read(): TypedCard {
    const [month = "", year = ""] = (fields.expiry.current?.value ?? "")
      .split("/")
      .map((part) => part.trim());
    return {
      holder_name: fields.holder.current?.value.trim() ?? "",
      card_number: digits(fields.number.current?.value ?? ""),
      expiration_month: month,
      expiration_year: year.slice(-2),
      cvv2: fields.code.current?.value.trim() ?? "",
    };
  }

  useImperativeHandle(ref, () => ({
    async tokenize() {
      const openpay = await opening.current;
      if (!openpay) throw new FieldsSilent();
      const typed = read();
      const found = wrongIn(openpay, typed);
      setWrong(found);
      if (found[0]) {
        fields[found[0]].current?.focus();
        throw new CardRefused();
      }
      const token = await tokenOf(openpay, typed).catch(() => {
        throw new CardRefused(ways("cardRefused"));
      });
      for (const { current } of Object.values(fields)) if (current) current.value = "";
      return { token, deviceId: openpay.deviceId };
    },
  }));

  const told = (field: Wrong) => (wrong.includes(field) ? ways(`wrong_${field}`) : undefined);
  const forget = (field: Wrong) => {
    onChange();
    if (wrong.includes(field)) setWrong(wrong.filter((one) => one !== field));
  };
  return (
    <div className="grid gap-2" aria-busy={state === "loading"}>
      {state === "loading" ? <p className="text-14 text-ink-muted">{t("loading")}</p> : null}
      <fieldset className="grid min-w-0 grid-cols-2 gap-3" hidden={state === "silent"}>
        <legend className="sr-only">{t("frame")}</legend>
        <Typed
          ref={fields.number}
          label={ways("cardNumber")}
          autoComplete="cc-number"
          wide
          problem={told("number")}
          onInput={(event) => {
            write(spaced)(event);
            forget("number");
          }}
        />
        <Typed
          ref={fields.holder}
          label={ways("cardHolder")}
          autoComplete="cc-name"
          wide
          text
          problem={told("holder")}
          onInput={() => forget("holder")}
        />
        <Typed
          ref={fields.expiry}
          label={ways("cardExpiry")}
          hint={ways("cardExpiryHint")}
          autoComplete="cc-exp"
          problem={told("expiry")}
          onInput={(event) => {
            write(dated)(event);
            forget("expiry");
          }}
        />
        <Typed
          ref={fields.code}
          label={ways("cardCode")}
          autoComplete="cc-csc"
          problem={told("code")}
          onInput={() => forget("code")}
        />
      </fieldset>
      <p role="alert" className="text-14 font-medium text-danger-text empty:hidden">
        {state === "silent" ? t("silent") : error}
      </p>
    </div>
  );
}

interface TypedProps {
  label: string;
  hint?: string;
  autoComplete: string;
  wide?: boolean;
  /** Letters, not digits. */
  text?: boolean;
  problem: string | undefined;
  onInput: (event: FormEvent<HTMLInputElement>) => void;
  ref: Ref<HTMLInputElement>;
}

function Typed({ label, hint, autoComplete, wide = false, text = false, problem, onInput, ref }: TypedProps) {
  const id = useId();
  return (
    <div className={`grid content-start gap-1 ${wide ? "col-span-2" : ""}`}>
      <label htmlFor={id} className="text-14 font-medium">
        {label}
      </label>
      <input
        ref={ref}
        id={id}
        className="control tabular-nums"
        inputMode={text ? "text" : "numeric"}
        autoComplete={autoComplete}
        placeholder={hint}
        maxLength={text ? 100 : 30}
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem ? `${id}-problem` : undefined}
        onInput={onInput}
      />
      {problem ? (
        <p id={`${id}-problem`} className="text-14 font-medium text-danger-text">
          {problem}
        </p>
      ) : null}
    </div>
  );
}
