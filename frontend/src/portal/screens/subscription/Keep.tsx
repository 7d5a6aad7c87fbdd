// Takes back what is planned: a cancellation, a change, or that no renewal follows.
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { SubscriptionKeepMutation } from "~/features/subscriptions/lifecycle";
import { useAct } from "~/lib/act";
import { ActRefused } from "./ActRefused";

export function Keep({ id, words, onMoved }: { id: string; words: string; onMoved: () => void }) {
  const t = useTranslations("subscribe");
  const act = useAct(SubscriptionKeepMutation);
  async function keep() {
    await act.send({ input: { subscriptionId: id } });
    onMoved();
  }
  return (
    <>
      <Button kind="plain" disabled={act.busy} onClick={() => void keep()}>
        {act.busy ? t("paying") : words}
      </Button>
      <ActRefused act={act} />
    </>
  );
}
