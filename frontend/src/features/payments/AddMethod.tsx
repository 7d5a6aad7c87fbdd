// Saves a method without a payment: in the gateway's fields, or on its page. Where no gateway can, it says what to do instead.
import { useRef, useState } from "react";
import { useClient, useQuery } from "urql";
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { Loaded, SkeletonRows } from "~/components/Loaded";
import { Option } from "~/components/Option";
import { Section } from "~/components/Section";
import type { ResultOf, VariablesOf } from "~/lib/graphql";
import { useSubmission } from "~/lib/submission";
import { CardEntry, type CardEntryHandle } from "./CardEntry";
import { PaymentOptionsQuery } from "./operations";
import { Refused } from "./Refused";
import { leaveForBank, setupReturnUrl } from "./redirect";
import { type Refusal, refusalOf } from "./refusal";
import { MethodAddMutation } from "./saved";
import { Unheard } from "./Unheard";
import { WayName, WayNote } from "./WayName";
import { type Way, waysOf } from "./ways";

type Input = VariablesOf<typeof MethodAddMutation>["input"];

interface Props {
  currency: string;
  /** Nothing is saved yet: this one becomes the default by itself. */
  first: boolean;
  /** It was asked for: what came of it is shown by its id. */
  onSetup: (id: string) => void;
}

export function AddMethod({ currency, first, onSetup }: Props) {
  const t = useTranslations("wallet");
  const [result, refetch] = useQuery({ query: PaymentOptionsQuery, variables: { currency } });
  return (
    <Section title={t("add")}>
      <Loaded result={result} onRetry={() => refetch()} skeleton={<SkeletonRows rows={1} height="h-11" />}>
        {({ paymentOptions }) => {
          const ways = waysOf(paymentOptions.filter((option) => option.savesWithoutPayment));
          if (ways.length === 0) return <p className="text-ink-muted">{t("noAdd")}</p>;
          return <Form ways={ways} first={first} onSetup={onSetup} />;
        }}
      </Loaded>
    </Section>
  );
}

function Form({ ways, first, onSetup }: { ways: Way[] } & Omit<Props, "currency">) {
  const t = useTranslations("wallet");
  const client = useClient();
  const entry = useRef<CardEntryHandle>(null);
  const running = useRef(false);
  const [key, setKey] = useState<string | null>(null);
  const [asDefault, setAsDefault] = useState(false);
  const [asking, setAsking] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  // A new form for each method: what was typed is gone with the old one.
  const [round, setRound] = useState(0);
  const order = useSubmission((input: Input) => client.mutation(MethodAddMutation, { input }).toPromise());
  const way = ways.find((one) => one.key === key) ?? ways[0];
  const busy = asking || order.phase === "working";
  const locked = busy || order.phase === "unheard";

  function take(data: ResultOf<typeof MethodAddMutation> | null): void {
    if (!data) return;
    const answer = data.paymentMethodAdd;
    order.renew();
    if (answer.__typename === "PaymentMethodAddSuccess") {
      setRound((last) => last + 1);
      onSetup(answer.setup.id);
      leaveForBank(answer.setup);
    } else setRefusal(refusalOf(answer));
  }

  async function add(): Promise<void> {
    if (!way || running.current) return;
    running.current = true;
    setAsking(true);
    setRefusal(null);
    try {
      const entered = way.entry === "fields" ? await entry.current?.enter() : {};
      if (!entered) return;
      const { gateway, kind, accountId } = way.option;
      take(
        await order.submit((idempotencyKey) => ({
          gateway,
          kind,
          accountId,
          ...entered,
          idempotencyKey,
          returnUrl: setupReturnUrl(),
          makeDefault: first || asDefault,
        })),
      );
    } finally {
      running.current = false;
      setAsking(false);
    }
  }

  if (!way) return null;
  return (
    <form
      noValidate
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      {ways.length > 1 ? (
        <fieldset disabled={locked} className="grid min-w-0 gap-2">
          <legend className="sr-only">{t("choose")}</legend>
          {ways.map((one) => (
            <Option
              key={one.key}
              name="add"
              below
              checked={one.key === way.key}
              onPick={() => setKey(one.key)}
              title={<WayName way={one} another={false} />}
              note={one.entry === "elsewhere" ? <WayNote way={one} /> : null}
            />
          ))}
        </fieldset>
      ) : way.entry === "elsewhere" ? (
        <p>
          <WayNote way={way} />
        </p>
      ) : null}
      {way.entry === "fields" ? (
        <CardEntry key={`${way.key} ${round}`} option={way.option} ref={entry} />
      ) : null}
      {first ? null : (
        <label className="inline-flex min-h-11 items-center gap-2 justify-self-start">
          <input
            type="checkbox"
            className="size-4 accent-(--accent)"
            checked={asDefault}
            disabled={locked}
            onChange={({ target }) => setAsDefault(target.checked)}
          />
          {t("asDefault")}
        </label>
      )}
      <p className="text-14 text-ink-muted">{t("addNote")}</p>
      <Refused refusal={refusal} failed={order.error !== undefined && order.phase === "open"} />
      {order.phase === "unheard" ? (
        <Unheard onRetry={() => void order.retry().then(take)} />
      ) : (
        <Button type="submit" disabled={busy} className="justify-self-start">
          {busy ? t("adding") : t("doAdd")}
        </Button>
      )}
    </form>
  );
}
