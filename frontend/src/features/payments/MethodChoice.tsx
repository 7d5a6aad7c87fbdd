// What to pay with: the balance, a saved card, or a new one. Without a choice to make it is the card form alone.
import { type Ref, useImperativeHandle, useLayoutEffect, useRef, useState } from "react";
import { useQuery } from "urql";
import { useTranslations } from "use-intl";
import { Loaded, SkeletonRows } from "~/components/Loaded";
import { Money } from "~/components/Money";
import { Option } from "~/components/Option";
import { isLess, isPositive, type Money as MoneyValue } from "~/lib/money";
import { CardEntry, type CardEntryHandle } from "./CardEntry";
import { Expiry, MethodName } from "./MethodName";
import { isExpired } from "./methods";
import { MethodsQuery, type PaymentMethod, PaymentOptionsQuery, type PayWith } from "./operations";
import { returnUrl } from "./redirect";

export interface MethodHandle {
  /** Null when the card was refused: the reason is then on screen. */
  payWith: () => Promise<PayWith | null>;
}

export interface MethodChosen {
  kind: "balance" | "saved" | "card";
  /** What the balance can give. */
  available: MoneyValue | null;
}

interface Props {
  currency: string;
  /** What is to be paid. Without it the balance is no choice: it cannot top itself up. */
  due?: MoneyValue | undefined;
  /** Where the payer goes on once it is paid. */
  next?: string | undefined;
  locked?: boolean;
  /** Begin with a new card, whatever would be easier. */
  newCard?: boolean;
  onChoose?: (choice: MethodChosen) => void;
  ref: Ref<MethodHandle>;
}

export function MethodChoice(props: Props) {
  const { currency } = props;
  const [result, refetch] = useQuery({
    query: MethodsQuery,
    variables: { currency },
    requestPolicy: "cache-and-network",
  });
  // Asked for now, so that the card form finds its answer in the cache.
  useQuery({ query: PaymentOptionsQuery, variables: { currency } });
  return (
    <Loaded
      result={result}
      onRetry={() => refetch({ requestPolicy: "network-only" })}
      skeleton={<SkeletonRows rows={2} height="h-11" />}
    >
      {({ me }) => (
        <Choice {...props} methods={me?.paymentMethods ?? []} available={me?.balance.available ?? null} />
      )}
    </Loaded>
  );
}

type Chosen = { kind: "balance" } | { kind: "saved"; id: string } | { kind: "card" };

interface ChoiceProps extends Props {
  methods: PaymentMethod[];
  available: MoneyValue | null;
}

/** What costs the payer the least effort: the balance when it is enough, then the card they saved. */
function preferred({ methods, available, due, newCard }: ChoiceProps): Chosen {
  if (newCard) return { kind: "card" };
  if (due && available && isPositive(available.amount) && !isLess(available.amount, due.amount))
    return { kind: "balance" };
  const usable = methods.filter((method) => !isExpired(method, new Date()));
  const saved = usable.find((method) => method.isDefault) ?? usable[0];
  return saved ? { kind: "saved", id: saved.id } : { kind: "card" };
}

function Choice(props: ChoiceProps) {
  const { currency, methods, available, due, next, locked = false, onChoose, ref } = props;
  const t = useTranslations("method");
  const card = useRef<CardEntryHandle>(null);
  const [picked, pick] = useState(() => preferred(props));
  const [save, setSave] = useState(false);
  const now = new Date();
  const withBalance = due !== undefined && available !== null && isPositive(available.amount);
  const saved = picked.kind === "saved" ? methods.find(({ id }) => id === picked.id) : undefined;
  const possible = picked.kind === "balance" ? withBalance : picked.kind === "card" || saved !== undefined;
  const kind: MethodChosen["kind"] = possible ? picked.kind : "card";

  const told = useRef(onChoose);
  told.current = onChoose;
  // Before it is painted: what depends on the choice appears with it.
  useLayoutEffect(() => told.current?.({ kind, available }), [kind, available]);

  useImperativeHandle(ref, () => ({
    async payWith(): Promise<PayWith | null> {
      if (kind === "balance") return { gateway: "balance", kind: "BALANCE" };
      if (kind === "saved" && saved)
        return { gateway: saved.gateway, kind: saved.kind, methodId: saved.id, returnUrl: returnUrl(next) };
      const entered = await card.current?.payWith();
      return entered ? { ...entered, returnUrl: returnUrl(next), save } : null;
    },
  }));

  const alone = !withBalance && methods.length === 0;
  return (
    <div className="grid gap-4">
      {alone ? null : (
        <fieldset disabled={locked} className="grid min-w-0 gap-2">
          <legend className="sr-only">{t("title")}</legend>
          {withBalance && available ? (
            <Option
              name="pay-with"
              checked={kind === "balance"}
              onPick={() => pick({ kind: "balance" })}
              title={t("balance")}
              note={t.rich("available", { amount: () => <Money value={available} /> })}
            />
          ) : null}
          {methods.map((method) => (
            <Option
              name="pay-with"
              key={method.id}
              checked={kind === "saved" && saved?.id === method.id}
              disabled={isExpired(method, now)}
              onPick={() => pick({ kind: "saved", id: method.id })}
              title={<MethodName method={method} />}
              note={<Expiry method={method} now={now} />}
            />
          ))}
          <Option
            name="pay-with"
            checked={kind === "card"}
            onPick={() => pick({ kind: "card" })}
            title={t(methods.length > 0 ? "newCard" : "card")}
          />
        </fieldset>
      )}
      {kind === "card" ? (
        <>
          <CardEntry currency={currency} ref={card} />
          <label className="inline-flex min-h-11 items-center gap-2 justify-self-start">
            <input
              type="checkbox"
              className="size-4 accent-(--accent)"
              checked={save}
              disabled={locked}
              onChange={({ target }) => setSave(target.checked)}
            />
            {t("save")}
          </label>
        </>
      ) : null}
    </div>
  );
}
