// Where a card is entered: the gateway's own fields, spoken with by its own protocol, and the token that they make of the
// card. Protocols are loaded when their gateway is chosen.
import { lazy, type Ref, Suspense, useImperativeHandle, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { SkeletonRows } from "~/components/Loaded";
import { CardRefused } from "~/lib/card-fields";
import { useConfig } from "~/lib/config";
import { CardFrame } from "./CardFrame";
import type { PaymentOption } from "./operations";
import { TestCards } from "./TestCards";

const StripeFields = lazy(() => import("./StripeFields"));
const OpenpayFields = lazy(() => import("./OpenpayFields"));

export interface Entered {
  token: string;
  deviceId?: string;
}

/** What every protocol's fields can do. Rejects with CardRefused, or with anything else when the gateway is silent. */
export interface FieldsHandle {
  tokenize: () => Promise<Entered>;
}

export interface FieldsProps {
  url: string;
  publishableKey: string;
  /** The merchant's public name at the gateway. */
  account: string | null;
  error: string | null;
  onChange: () => void;
  ref: Ref<FieldsHandle>;
}

export interface CardEntryHandle {
  /** Null when the card was refused: the reason is then on screen. */
  enter: () => Promise<Entered | null>;
}

const FIELDS = { STRIPE: StripeFields, OPENPAY: OpenpayFields } as const;

export function CardEntry({ option, ref }: { option: PaymentOption; ref: Ref<CardEntryHandle> }) {
  const t = useTranslations("card");
  const ways = useTranslations("ways");
  const { demo } = useConfig();
  const [error, setError] = useState<string | null>(null);
  const fields = useRef<FieldsHandle>(null);
  const waiting = useRef<((handle: FieldsHandle) => void)[]>([]);
  const { protocol, url, publishableKey, account } = option.fields;

  function arrive(handle: FieldsHandle | null): void {
    fields.current = handle;
    if (handle) for (const go of waiting.current.splice(0)) go(handle);
  }

  useImperativeHandle(ref, () => ({
    async enter() {
      setError(null);
      try {
        // Whoever presses the button sooner than the protocol is here waits for it.
        const handle =
          fields.current ?? (await new Promise<FieldsHandle>((resolve) => waiting.current.push(resolve)));
        const { token, deviceId } = await handle.tokenize();
        return { token, ...(deviceId ? { deviceId } : {}) };
      } catch (reason) {
        setError(reason instanceof CardRefused ? reason.message || t("incomplete") : t("silent"));
        return null;
      }
    },
  }));

  const given = {
    ref: arrive,
    url: url ?? "",
    publishableKey: publishableKey ?? "",
    account,
    error,
    onChange: () => setError(null),
  };
  const Fields = protocol === "STRIPE" || protocol === "OPENPAY" ? FIELDS[protocol] : null;
  return (
    <div className="grid gap-3">
      <Suspense fallback={<SkeletonRows rows={2} height="h-11" />}>
        {Fields ? <Fields {...given} /> : <CardFrame {...given} />}
      </Suspense>
      <p className="text-13 text-ink-muted">
        {protocol === "OPENPAY" ? ways("privateTyped", { gateway: option.label }) : t("private")}
      </p>
      {demo && option.gateway === "sandbox" ? <TestCards /> : null}
    </div>
  );
}
