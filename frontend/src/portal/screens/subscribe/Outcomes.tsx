// What came of an order that was not accepted, said where the next step is taken.
import { useTranslations } from "use-intl";
import { ButtonLink } from "~/components/Button";
import { Money } from "~/components/Money";
import { Notice } from "~/components/Notice";
import { Lacking } from "~/features/payments/Refused";
import type { Order } from "./useOrder";

export function Outcomes({ order }: { order: Order }) {
  const t = useTranslations("subscribe");
  const problem = useTranslations("problem");
  const { outcome, messages, failed } = order;
  const quote = order.quote.quote;
  return (
    <>
      {messages.map((message) => (
        <Notice key={message} tone="danger" urgent>
          {message}
        </Notice>
      ))}
      {failed ? (
        <Notice tone="danger" urgent>
          {problem("server")}
        </Notice>
      ) : null}
      {outcome?.type === "refused" ? (
        <Notice tone="danger" urgent>
          {outcome.message}
        </Notice>
      ) : null}
      {outcome?.type === "lacking" ? <Lacking needed={outcome.needed} available={outcome.available} /> : null}
      {outcome?.type === "changed" && quote ? (
        <Notice tone="warning" urgent title={t("changedTitle")}>
          {t.rich("changed", {
            old: () => <Money value={outcome.from} struck />,
            new: () => (
              <strong>
                <Money value={quote.dueNow} />
              </strong>
            ),
          })}
        </Notice>
      ) : null}
      {outcome?.type === "already" ? (
        <Notice
          tone="warning"
          urgent
          title={t("alreadyTitle")}
          actions={
            <ButtonLink kind="plain" to="/subscriptions/$id" params={{ id: outcome.subscriptionId }}>
              {t("seeSubscription")}
            </ButtonLink>
          }
        >
          {t("already")}
        </Notice>
      ) : null}
    </>
  );
}
