// One event in full, with the webhook as it came; it can be applied again.
import { useState } from "react";
import { useQuery } from "urql";
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { Dialog } from "~/components/Dialog";
import { Fact, Facts } from "~/components/Facts";
import { Loaded, SkeletonRows } from "~/components/Loaded";
import { Notice } from "~/components/Notice";
import { useDates } from "~/i18n/dates";
import { useAct } from "~/lib/act";
import { EventMark } from "./EventMark";
import { GatewayEventQuery, GatewayEventReplayMutation } from "./operations";
import { pretty } from "./pretty";

const TRUSTS = ["signed_full", "signed_thin", "hint"] as const;

interface Props {
  id: string;
  accountName: (id: string) => string;
  onClose: () => void;
}

export function EventDialog({ id, accountName, onClose }: Props) {
  const t = useTranslations("inbox");
  const admin = useTranslations("admin");
  const dates = useDates();
  const [result, run] = useQuery({ query: GatewayEventQuery, variables: { id } });
  const replay = useAct(GatewayEventReplayMutation);
  const [replayed, setReplayed] = useState(false);
  const node = result.data?.node;
  const event = node?.__typename === "GatewayEvent" ? node : null;
  const trust = TRUSTS.find((one) => one === event?.trust);

  async function again() {
    setReplayed(false);
    setReplayed(await replay.send({ input: { eventId: id } }));
  }

  return (
    <Dialog
      title={event?.kind ?? (result.data ? t("goneTitle") : t("kind"))}
      busy={replay.busy}
      onClose={onClose}
    >
      <Loaded
        result={result}
        onRetry={() => run({ requestPolicy: "network-only" })}
        skeleton={<SkeletonRows rows={4} height="h-8" />}
      >
        {() =>
          event ? (
            <>
              <Facts>
                <Fact name={t("status")}>
                  <EventMark status={event.status} />
                </Fact>
                {event.outcome ? <Fact name={t("outcome")}>{event.outcome}</Fact> : null}
                <Fact name={t("account")}>{accountName(event.accountId)}</Fact>
                <Fact name={t("trust")}>{trust ? t(`trust_${trust}`) : event.trust}</Fact>
                <Fact name={t("tries")}>{event.tries}</Fact>
                <Fact name={t("received")}>{dates.moment(event.receivedAt)}</Fact>
                <Fact name={t("occurred")}>{dates.moment(event.occurredAt)}</Fact>
                {event.nextTryAt ? <Fact name={t("next")}>{dates.moment(event.nextTryAt)}</Fact> : null}
                <Code name={t("reference")} value={event.reference} />
                <Code name={t("ourReference")} value={event.ourReference} />
                <Code name={t("paymentReference")} value={event.paymentReference} />
              </Facts>
              <div className="grid min-w-0 gap-2">
                <h3 className="text-14 font-medium">{t("body")}</h3>
                <pre className="rounded-m bg-subtle p-3 font-mono text-12 break-words whitespace-pre-wrap">
                  {pretty(event.body)}
                </pre>
              </div>
            </>
          ) : (
            <p className="text-ink-muted">{t("gone")}</p>
          )
        }
      </Loaded>
      {replay.refusal || replay.failed ? (
        <Notice tone="danger" urgent>
          {replay.refusal?.message ?? t("unheard")}
        </Notice>
      ) : null}
      {replayed && event ? (
        <Notice tone={event.status === "FAILED" ? "warning" : "success"} urgent>
          {t("replayed", { status: t(event.status) })}
        </Notice>
      ) : null}
      <div className="flex flex-wrap justify-end gap-3">
        <Button kind="plain" disabled={replay.busy} onClick={onClose}>
          {admin("close")}
        </Button>
        {event ? (
          <Button disabled={replay.busy} onClick={() => void again()}>
            {replay.busy ? t("replaying") : t("replay")}
          </Button>
        ) : null}
      </div>
    </Dialog>
  );
}

function Code({ name, value }: { name: string; value: string | null }) {
  if (!value) return null;
  return (
    <Fact name={name}>
      <code className="font-mono text-13 font-normal break-all">{value}</code>
    </Fact>
  );
}
