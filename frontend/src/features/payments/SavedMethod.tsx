// One saved method: what it is, how long it works, what it pays for, and what can be done about it.
import { Link } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { TONES } from "~/components/StatusBadge";
import { useAct } from "~/lib/act";
import type { Tone } from "~/lib/status";
import { Expiry, useMethodName } from "./MethodName";
import { isExpired, isExpiring } from "./methods";
import type { PaymentMethod } from "./operations";
import { type Holder, MethodSetDefaultMutation, type Uses, usesOf } from "./saved";

interface Props {
  method: PaymentMethod;
  holder: Holder;
  onDefault: () => void;
  onRemove: () => void;
}

export function SavedMethod({ method, holder, onDefault, onRemove }: Props) {
  const t = useTranslations("wallet");
  const problem = useTranslations("problem");
  const name = useMethodName()(method);
  const act = useAct(MethodSetDefaultMutation);
  const now = new Date();
  const expired = isExpired(method, now);
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 py-4">
      <div className="grid flex-1 basis-56 gap-1">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-semibold">{name}</span>
          {method.isDefault ? <Mark tone="accent">{t("default")}</Mark> : null}
          {expired ? <Mark tone="danger">{t("over")}</Mark> : null}
          {isExpiring(method, now) ? <Mark tone="warning">{t("expiring")}</Mark> : null}
        </p>
        <p className="text-14 text-ink-muted empty:hidden">
          <Expiry method={method} now={now} />
        </p>
        <PaysFor uses={usesOf(method, holder)} />
        <p role="alert" className="text-14 font-medium text-danger-text empty:hidden">
          {act.failed ? problem("server") : act.refusal?.message}
        </p>
      </div>
      <div className="-ml-4 flex flex-wrap sm:ml-0">
        {method.isDefault ? null : (
          <Button
            kind="quiet"
            disabled={act.busy || expired}
            aria-label={t("defaultOf", { name })}
            onClick={async () => {
              if (await act.send({ input: { id: method.id } })) onDefault();
            }}
          >
            {t("makeDefault")}
          </Button>
        )}
        <Button kind="quiet" aria-label={t("removeOf", { name })} onClick={onRemove}>
          {t("remove")}
        </Button>
      </div>
    </li>
  );
}

function Mark({ tone, children }: { tone: Tone; children: string }) {
  return <span className={`rounded-pill px-2.5 py-0.5 text-13 font-medium ${TONES[tone]}`}>{children}</span>;
}

function PaysFor({ uses }: { uses: Uses }) {
  const t = useTranslations("wallet");
  if (uses.subscriptions.length === 0 && !uses.topUps) return null;
  const names = [
    ...uses.subscriptions.map(({ id, product, plan }) => (
      <Link key={id} to="/subscriptions/$id" params={{ id }} className="link">
        {product.name} · {plan.name}
      </Link>
    )),
    ...(uses.topUps
      ? [
          <Link key="top-ups" to="/balance/automatic" className="link">
            {t("paysTopUp")}
          </Link>,
        ]
      : []),
  ];
  return (
    <p className="text-14">
      {t.rich("pays", { names: () => names.flatMap((one, at) => (at === 0 ? [one] : [", ", one])) })}
    </p>
  );
}
