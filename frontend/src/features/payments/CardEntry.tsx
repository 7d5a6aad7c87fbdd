// Where a card is entered: the gateways that take cards in this currency, the chosen one's fields, and the token that
// they turn the card into.
import { type Ref, useImperativeHandle, useRef, useState } from "react";
import { useQuery } from "urql";
import { useTranslations } from "use-intl";
import { Loaded, SkeletonRows } from "~/components/Loaded";
import { Notice } from "~/components/Notice";
import { CardRefused } from "~/lib/card-fields";
import { useConfig } from "~/lib/config";
import { CardFrame, type CardFrameHandle } from "./CardFrame";
import { type PaymentOption, PaymentOptionsQuery } from "./operations";
import { TestCards } from "./TestCards";

export interface EnteredCard {
  gateway: string;
  kind: "CARD";
  token: string;
}

export interface CardEntryHandle {
  /** Null when the card was refused: the reason is then on screen. */
  payWith: () => Promise<EnteredCard | null>;
}

interface Props {
  currency: string;
  ref: Ref<CardEntryHandle>;
}

type CardOption = PaymentOption & { fieldsUrl: string };

const takesCards = (option: PaymentOption): option is CardOption =>
  option.kind === "CARD" && option.fieldsUrl !== null;

export function CardEntry({ currency, ref }: Props) {
  const t = useTranslations("card");
  const { demo } = useConfig();
  const [result, refetch] = useQuery({ query: PaymentOptionsQuery, variables: { currency } });
  return (
    <Loaded result={result} onRetry={() => refetch()} skeleton={<SkeletonRows rows={2} height="h-11" />}>
      {({ paymentOptions }) => {
        const options = paymentOptions.filter(takesCards);
        if (options.length === 0) return <Notice tone="warning">{t("none", { currency })}</Notice>;
        return (
          <div className="grid gap-3">
            <Card options={options} ref={ref} />
            <p className="text-13 text-ink-muted">{t("private")}</p>
            {demo ? <TestCards /> : null}
          </div>
        );
      }}
    </Loaded>
  );
}

function Card({ options, ref }: { options: CardOption[]; ref: Ref<CardEntryHandle> }) {
  const t = useTranslations("card");
  const [gateway, setGateway] = useState(options[0]?.gateway);
  const [error, setError] = useState<string | null>(null);
  const frame = useRef<CardFrameHandle>(null);
  const chosen = options.find((option) => option.gateway === gateway) ?? options[0];

  useImperativeHandle(ref, () => ({
    async payWith() {
      if (!chosen || !frame.current) return null;
      setError(null);
      try {
        const { token } = await frame.current.tokenize();
        return { gateway: chosen.gateway, kind: "CARD", token };
      } catch (reason) {
        setError(reason instanceof CardRefused ? reason.message || t("incomplete") : t("silent"));
        return null;
      }
    },
  }));

  if (!chosen) return null;
  return (
    <>
      {options.length > 1 ? (
        <fieldset className="flex flex-wrap gap-x-5 gap-y-1">
          <legend className="mb-1 text-14 font-medium">{t("gateway")}</legend>
          {options.map((option) => (
            <label key={option.gateway} className="inline-flex min-h-11 items-center gap-2">
              <input
                type="radio"
                name="gateway"
                className="size-4 accent-(--accent)"
                checked={option.gateway === chosen.gateway}
                onChange={() => setGateway(option.gateway)}
              />
              {option.label}
            </label>
          ))}
        </fieldset>
      ) : null}
      <CardFrame
        key={chosen.gateway}
        ref={frame}
        fieldsUrl={chosen.fieldsUrl}
        publishableKey={chosen.publishableKey ?? ""}
        error={error}
        onChange={() => setError(null)}
      />
    </>
  );
}
