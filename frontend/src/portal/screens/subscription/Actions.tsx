// What can be done with the subscription now: exactly what the server offers.
import { useTranslations } from "use-intl";
import { Button, ButtonLink } from "~/components/Button";
import { SubscriptionResumeMutation } from "~/features/subscriptions/lifecycle";
import { useAct } from "~/lib/act";
import { ActRefused } from "./ActRefused";
import type { Detail } from "./operations";

interface Props {
  subscription: Detail;
  onMoved: () => void;
}

export function Actions({ subscription, onMoved }: Props) {
  const t = useTranslations("life");
  const tariff = useTranslations("tariff");
  const words = useTranslations("subscribe");
  const resume = useAct(SubscriptionResumeMutation);
  const { id, availableActions } = subscription;
  const can = new Set(availableActions);
  async function goOn() {
    await resume.send({ input: { subscriptionId: id } });
    onMoved();
  }
  if (!can.has("CHANGE") && !can.has("PAUSE") && !can.has("RESUME") && !can.has("CANCEL")) return null;
  const here = { to: "/subscriptions/$id", params: { id }, resetScroll: false } as const;
  return (
    <section aria-label={t("actions")} className="flex flex-wrap gap-3">
      {can.has("RESUME") ? (
        <Button disabled={resume.busy} onClick={() => void goOn()}>
          {resume.busy ? words("paying") : t("resume")}
        </Button>
      ) : null}
      {can.has("CHANGE") ? (
        <ButtonLink kind="plain" to="/subscriptions/$id/change" params={{ id }}>
          {tariff("change")}
        </ButtonLink>
      ) : null}
      {can.has("PAUSE") ? (
        <ButtonLink kind="plain" {...here} search={{ act: "pause" }}>
          {t("pause")}
        </ButtonLink>
      ) : null}
      {can.has("CANCEL") ? (
        <ButtonLink kind="plain" {...here} search={{ act: "cancel" }}>
          {t("cancel")}
        </ButtonLink>
      ) : null}
      <ActRefused act={resume} />
    </section>
  );
}
