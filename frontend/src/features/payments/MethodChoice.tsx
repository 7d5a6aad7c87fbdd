// What to pay with: the balance, what was saved, or one of the shop's ways to pay. Without a choice to make it is the one
// way alone.
import { type Ref, useImperativeHandle, useLayoutEffect, useRef, useState } from "react";
import { useQuery } from "urql";
import { useTranslations } from "use-intl";
import { Loaded, SkeletonRows } from "~/components/Loaded";
import { Money } from "~/components/Money";
import { Notice } from "~/components/Notice";
import { Option } from "~/components/Option";
import { isLess, isPositive, type Money as MoneyValue } from "~/lib/money";
import { CardEntry, type CardEntryHandle } from "./CardEntry";
import { Expiry, MethodName } from "./MethodName";
import { isExpired } from "./methods";
import {
  MethodsQuery,
  type PaymentMethod,
  type PaymentOption,
  PaymentOptionsQuery,
  type PayWith,
} from "./operations";
import { returnUrl } from "./redirect";
import { WayLimits, WayName, WayNote } from "./WayName";
import { limitBroken, type Way, waysOf } from "./ways";

export interface MethodHandle {
  /** Null when there is nothing to pay with, or the card was refused: the reason is then on screen. */
  payWith: () => Promise<PayWith | null>;
}

export interface MethodChosen {
  kind: "balance" | "saved" | "new";
  /** It can be charged again without the payer: the balance, and what is or will be saved. */
  again: boolean;
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
  /** Begin with something new, whatever would be easier. */
  newCard?: boolean;
  onChoose?: (choice: MethodChosen) => void;
  ref: Ref<MethodHandle>;
}

export function MethodChoice(props: Props) {
  const { currency } = props;
  const [methods, askMethods] = useQuery({
    query: MethodsQuery,
    variables: { currency },
    requestPolicy: "cache-and-network",
  });
  const [options, askOptions] = useQuery({ query: PaymentOptionsQuery, variables: { currency } });
  const skeleton = <SkeletonRows rows={2} height="h-11" />;
  return (
    <Loaded
      result={methods}
      onRetry={() => askMethods({ requestPolicy: "network-only" })}
      skeleton={skeleton}
    >
      {({ me }) => (
        <Loaded result={options} onRetry={() => askOptions()} skeleton={skeleton}>
          {({ paymentOptions }) => (
            <Choice
              {...props}
              methods={me?.paymentMethods ?? []}
              available={me?.balance.available ?? null}
              options={paymentOptions}
            />
          )}
        </Loaded>
      )}
    </Loaded>
  );
}

type Chosen = { kind: "balance" } | { kind: "saved"; id: string } | { kind: "new"; key: string | null };

interface ChoiceProps extends Props {
  methods: PaymentMethod[];
  available: MoneyValue | null;
  options: PaymentOption[];
}

/** What costs the payer the least effort: the balance when it is enough, then what they saved. */
function preferred({ methods, available, due, newCard }: ChoiceProps): Chosen {
  const fresh: Chosen = { kind: "new", key: null };
  if (newCard) return fresh;
  if (due && available && isPositive(available.amount) && !isLess(available.amount, due.amount))
    return { kind: "balance" };
  const usable = methods.filter((method) => !isExpired(method, new Date()));
  const saved = usable.find((method) => method.isDefault) ?? usable[0];
  return saved ? { kind: "saved", id: saved.id } : fresh;
}

/** The way that was picked; else a card, which is quickest; else the shop's first. */
function wayOf(ways: Way[], key: string | null, due: MoneyValue | undefined): Way | undefined {
  const open = ways.filter(({ option }) => !limitBroken(option, due));
  return open.find((way) => way.key === key) ?? open.find(({ option }) => option.kind === "CARD") ?? open[0];
}

function Choice(props: ChoiceProps) {
  const { currency, methods, available, due, next, locked = false, onChoose, ref } = props;
  const t = useTranslations("method");
  const words = useTranslations("ways");
  const entry = useRef<CardEntryHandle>(null);
  const [picked, pick] = useState(() => preferred(props));
  const [save, setSave] = useState(false);
  const now = new Date();
  const ways = waysOf(props.options);
  const withBalance = due !== undefined && available !== null && isPositive(available.amount);
  const saved = picked.kind === "saved" ? methods.find(({ id }) => id === picked.id) : undefined;
  const possible = picked.kind === "balance" ? withBalance : picked.kind === "new" || saved !== undefined;
  const kind: MethodChosen["kind"] = possible ? picked.kind : "new";
  const way = kind === "new" ? wayOf(ways, picked.kind === "new" ? picked.key : null, due) : undefined;

  const keeps = (way?.option.savesMethods ?? false) && save;
  const again = kind !== "new" || keeps;

  const told = useRef(onChoose);
  told.current = onChoose;
  // Before it is painted: what depends on the choice appears with it.
  useLayoutEffect(() => told.current?.({ kind, again, available }), [kind, again, available]);

  useImperativeHandle(ref, () => ({
    async payWith(): Promise<PayWith | null> {
      if (kind === "balance") return { gateway: "balance", kind: "BALANCE" };
      if (kind === "saved" && saved)
        return { gateway: saved.gateway, kind: saved.kind, methodId: saved.id, returnUrl: returnUrl(next) };
      if (!way) return null;
      const { accountId, gateway, kind: chosen } = way.option;
      const fresh = {
        accountId,
        gateway,
        kind: chosen,
        returnUrl: returnUrl(next),
        save: keeps,
      };
      if (way.entry === "elsewhere") return fresh;
      const entered = await entry.current?.enter();
      return entered ? { ...fresh, ...entered } : null;
    },
  }));

  const alone = !withBalance && methods.length === 0 && ways.length <= 1;
  const another = methods.some((method) => method.kind === "CARD");
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
          {ways.map((one) => {
            const broken = limitBroken(one.option, due);
            return (
              <Option
                name="pay-with"
                below
                key={one.key}
                checked={way?.key === one.key}
                disabled={broken !== null}
                onPick={() => pick({ kind: "new", key: one.key })}
                title={<WayName way={one} another={another} />}
                note={
                  broken ? (
                    <WayLimits limits={broken} />
                  ) : one.entry === "elsewhere" ? (
                    <WayNote way={one} />
                  ) : null
                }
              />
            );
          })}
        </fieldset>
      )}
      {kind === "new" && !way ? (
        <Notice tone="warning">{words("none", { currency })}</Notice>
      ) : way && alone && way.entry === "elsewhere" ? (
        <div>
          <p className="font-medium">
            <WayName way={way} another={false} />
          </p>
          <p className="text-14 text-ink-muted">
            <WayNote way={way} />
          </p>
        </div>
      ) : null}
      {way ? (
        <>
          {way.entry === "fields" ? <CardEntry key={way.key} option={way.option} ref={entry} /> : null}
          {way.option.savesMethods ? (
            <label className="inline-flex min-h-11 items-center gap-2 justify-self-start">
              <input
                type="checkbox"
                className="size-4 accent-(--accent)"
                checked={save}
                disabled={locked}
                onChange={({ target }) => setSave(target.checked)}
              />
              {way.option.kind === "CARD" ? t("save") : words("save")}
            </label>
          ) : null}
        </>
      ) : null}
    </div>
  );
}
