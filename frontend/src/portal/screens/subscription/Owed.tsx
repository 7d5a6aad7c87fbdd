// What is owed: how much, why it did not come, whether the features are still on, and the ways to pay.
import { useTranslations } from "use-intl";
import { ButtonLink } from "~/components/Button";
import { Money } from "~/components/Money";
import { Notice } from "~/components/Notice";
import { isOn } from "~/features/catalog/FeatureName";
import { useDates } from "~/i18n/dates";
import { isUnderway } from "~/lib/status";
import { newest } from "./newest";
import type { Detail, OwnInvoice } from "./operations";

interface Props {
  subscription: Detail;
  invoices: OwnInvoice[];
  on: Set<string>;
}

export function Owed({ subscription, invoices, on }: Props) {
  if (subscription.status === "INCOMPLETE") return null;
  // The oldest first: that is what the subscription waits for.
  const open = invoices.filter(({ status }) => status === "OPEN").reverse();
  return open.map((invoice) => (
    <One key={invoice.id} subscription={subscription} invoice={invoice} on={on} />
  ));
}

function One({ subscription, invoice, on }: { subscription: Detail; invoice: OwnInvoice; on: Set<string> }) {
  const t = useTranslations("life");
  const home = useTranslations("home");
  const words = useTranslations("subscription");
  const dates = useDates();
  const { id, amountDue, dueAt, issuedAt, number } = invoice;
  const due = dueAt ?? issuedAt ?? subscription.createdAt;
  const latest = newest(invoice.payments);
  const late = subscription.status === "PAST_DUE" || subscription.status === "PAUSED";
  const amount = () => <Money value={amountDue} />;
  if (latest && isUnderway(latest.status))
    return (
      <Notice
        tone="accent"
        title={home("finish", { plan: subscription.plan.name })}
        actions={
          <ButtonLink to="/payments/$id" params={{ id: latest.id }}>
            {words("finishPayment")}
          </ButtonLink>
        }
      />
    );
  return (
    <Notice
      tone={late ? "danger" : "accent"}
      title={
        late
          ? t("owedSince", { date: dates.day(due) })
          : t("dueTitle", { number: number ?? "", date: dates.day(due) })
      }
      actions={
        <>
          <ButtonLink to="/invoices/$id" params={{ id }}>
            <span>{t.rich("pay", { amount })}</span>
          </ButtonLink>
          {late ? (
            <ButtonLink kind="plain" to="/invoices/$id" params={{ id }} search={{ with: "card" }}>
              {t("otherCard")}
            </ButtonLink>
          ) : null}
        </>
      }
    >
      {late ? (
        <div className="grid gap-1">
          <p>
            <Why subscription={subscription} declined={latest?.decline?.message} />
          </p>
          {subscription.status === "PAST_DUE" ? <Serving subscription={subscription} on={on} /> : null}
        </div>
      ) : (
        <p>{t("due")}</p>
      )}
    </Notice>
  );
}

function Why({ subscription, declined }: { subscription: Detail; declined: string | undefined }) {
  const t = useTranslations("life");
  if (declined) return t("whyDeclined", { reason: declined });
  if (subscription.collection === "BALANCE") return t("whyBalance");
  return t(subscription.collection === "METHOD" ? "whyMethod" : "whyInvoice");
}

/** The grace is the shop's: what is on and until when, the server says. */
function Serving({ subscription, on }: { subscription: Detail; on: Set<string> }) {
  const t = useTranslations("life");
  const dates = useDates();
  const { plan, featuresUntil } = subscription;
  const features = plan.features.filter(isOn);
  if (features.length === 0 || featuresUntil === null) return null;
  const stays = features.every(({ code }) => on.has(code));
  return <p>{stays ? t("stillOn", { date: dates.moment(featuresUntil) }) : t("nowOff")}</p>;
}
