// One gateway account in the list: what it is, whether it works, and what can be done with it at once.
import { type ReactNode, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { Notice } from "~/components/Notice";
import { Switch } from "~/components/Switch";
import { Kinds, ModeMark } from "./AccountMarks";
import { HealthLine } from "./HealthLine";
import {
  type GatewayAccount,
  GatewayAccountTestMutation,
  GatewayAccountUpdateMutation,
  type GatewayKind,
} from "./operations";
import { type Answer, useAccountAct } from "./useAccountActs";
import { WebhookFacts } from "./WebhookFacts";

const STALE = new Set(["ConflictError", "InvalidInputError"]);

interface Props {
  account: GatewayAccount;
  kind: Pick<GatewayKind, "name" | "capabilities"> | undefined;
  /** Its place among `count` accounts. */
  place: number;
  count: number;
  /** The way to its settings. */
  edit: ReactNode;
  /** Others may stand elsewhere now, or this one is not as it was shown. */
  onMoved: () => void;
}

export function AccountCard({ account, kind, place, count, edit, onMoved }: Props) {
  const t = useTranslations("gateways");
  const id = useId();
  const update = useAccountAct(GatewayAccountUpdateMutation);
  const test = useAccountAct(GatewayAccountTestMutation);
  const [refusal, setRefusal] = useState<string | null>(null);
  const busy = update.busy || test.busy;

  async function act(sent: Promise<Answer | null>, after?: () => void) {
    setRefusal(null);
    const answer = await sent;
    setRefusal(answer ? (answer.fields?.[0]?.message ?? answer.message ?? null) : t("unheard"));
    // Somebody else changed it, or a look at it found something: show how it is now.
    if (answer && (answer.gatewayAccount || STALE.has(answer.__typename))) after?.();
  }

  const change = (what: { enabled?: boolean; position?: number }) =>
    act(update.send({ input: { id: account.id, version: account.version, ...what } }), onMoved);

  return (
    <li>
      <article aria-labelledby={id} className="grid gap-5 rounded-l border border-line p-4 sm:p-5">
        <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
          <div className="grid gap-1">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <h2 id={id} className="text-20">
                {account.label}
              </h2>
              <ModeMark mode={account.mode} />
            </div>
            <p className="flex flex-wrap gap-x-3 text-14">
              <span>{kind?.name ?? account.gateway}</span>
              <Kinds kinds={account.kinds} />
            </p>
          </div>
          <Switch
            label={t("offered", { name: account.label })}
            on={account.enabled}
            words={account.enabled ? t("on") : t("off")}
            disabled={busy}
            onChange={(enabled) => void change({ enabled })}
          />
        </header>
        <div className="grid gap-5 md:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
          <HealthLine account={account} />
          <WebhookFacts account={account} webhooks={kind?.capabilities.webhooks} />
        </div>
        {refusal ? (
          <Notice tone="danger" urgent>
            {refusal}
          </Notice>
        ) : null}
        <footer className="flex flex-wrap items-center gap-2">
          {edit}
          <Button
            kind="plain"
            disabled={busy}
            aria-label={`${t(test.busy ? "testing" : "test")}: ${account.label}`}
            onClick={() => void act(test.send({ input: { id: account.id } }))}
          >
            {test.busy ? t("testing") : t("test")}
          </Button>
          {count > 1 ? (
            <span className="flex gap-1 sm:ml-auto">
              <Move
                name={t("earlier", { name: account.label })}
                arrow="↑"
                disabled={busy || place === 0}
                onMove={() => void change({ position: place - 1 })}
              />
              <Move
                name={t("later", { name: account.label })}
                arrow="↓"
                disabled={busy || place === count - 1}
                onMove={() => void change({ position: place + 1 })}
              />
            </span>
          ) : null}
        </footer>
      </article>
    </li>
  );
}

interface MoveProps {
  name: string;
  arrow: string;
  disabled: boolean;
  onMove: () => void;
}

function Move({ name, arrow, disabled, onMove }: MoveProps) {
  return (
    <Button kind="quiet" aria-label={name} title={name} disabled={disabled} onClick={onMove}>
      <span aria-hidden="true">{arrow}</span>
    </Button>
  );
}
