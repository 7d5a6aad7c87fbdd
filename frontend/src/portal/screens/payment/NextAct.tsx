// What the customer can do about a payment in its state: verify, pay again, or enjoy what is now on.
import { useTranslations } from "use-intl";
import { Button, ButtonLink } from "~/components/Button";
import { CheckItem, CheckList } from "~/components/CheckList";
import { Notice } from "~/components/Notice";
import { Section } from "~/components/Section";
import { FeatureName, isOn } from "~/features/catalog/FeatureName";
import { CancelPayment } from "~/features/payments/CancelPayment";
import type { Payment } from "~/features/payments/operations";
import { PayInvoice } from "~/features/payments/PayInvoice";
import { isSafeRedirect } from "~/features/payments/redirect";
import { ENDED } from "~/features/subscriptions/standing";
import { useDates } from "~/i18n/dates";
import { isZero } from "~/lib/money";
import type { SubscriptionStatus } from "~/lib/status";
import { Refilled } from "./Refilled";
import { ToppedUp, TopUpAgain } from "./ToppedUp";

interface Props {
  payment: Payment;
  onMoved: () => void;
  onPayment: (id: string) => void | Promise<void>;
}

export function NextAct({ payment, onMoved, onPayment }: Props) {
  switch (payment.status) {
    case "REQUIRES_ACTION":
      return <Verify payment={payment} onMoved={onMoved} />;
    case "SUCCEEDED":
      return <Done payment={payment} onPayment={onPayment} />;
    case "REQUIRES_METHOD":
    case "FAILED":
    case "CANCELED":
    case "EXPIRED":
      return payment.purpose === "TOP_UP" ? (
        <TopUpAgain payment={payment} />
      ) : (
        <PayAgain payment={payment} onPayment={onPayment} title="againTitle" />
      );
    default:
      return null;
  }
}

function Verify({ payment, onMoved }: Omit<Props, "onPayment">) {
  const t = useTranslations("payment");
  const dates = useDates();
  const { action } = payment;
  return (
    <div className="grid gap-3">
      {action && !isSafeRedirect(action.url) ? <Notice tone="danger">{t("unsafe")}</Notice> : null}
      <div className="flex flex-wrap items-start gap-3">
        {action && isSafeRedirect(action.url) ? (
          <Button onClick={() => location.assign(action.url)}>{t("continue")}</Button>
        ) : null}
        <CancelPayment id={payment.id} onMoved={onMoved} />
      </div>
      {action?.expiresAt ? (
        <p className="text-14 text-ink-muted">{t("until", { time: dates.moment(action.expiresAt) })}</p>
      ) : null}
    </div>
  );
}

/** What the money did: it is in the balance, brought units, turned a plan on, or paid a part of an invoice. */
function Done({ payment, onPayment }: Omit<Props, "onMoved">) {
  if (payment.purpose === "TOP_UP") return <ToppedUp currency={payment.amount.currency} />;
  const { invoice } = payment;
  if (invoice?.status === "OPEN" && !isZero(invoice.amountDue.amount))
    return <PayAgain payment={payment} onPayment={onPayment} title="restTitle" />;
  if (payment.purpose === "REFILL") return <Refilled paymentId={payment.id} />;
  return <NowOn payment={payment} />;
}

function NowOn({ payment }: { payment: Payment }) {
  const t = useTranslations("payment");
  const subscription = payment.invoice?.subscription;
  if (!subscription) return null;
  const all = [...subscription.plan.features, ...subscription.addons.flatMap(({ addon }) => addon.features)];
  const features = [...new Map(all.filter(isOn).map((feature) => [feature.code, feature])).values()];
  return (
    <div className="grid justify-items-start gap-6">
      {features.length > 0 ? (
        <Section title={t("featuresOn")}>
          <CheckList>
            {features.map((feature) => (
              <CheckItem key={feature.code}>
                <FeatureName feature={feature} />
              </CheckItem>
            ))}
          </CheckList>
        </Section>
      ) : null}
      <ButtonLink to="/subscriptions/$id" params={{ id: subscription.id }}>
        {t("toSubscription")}
      </ButtonLink>
    </div>
  );
}

function PayAgain({
  payment,
  onPayment,
  title,
}: Omit<Props, "onMoved"> & { title: "againTitle" | "restTitle" }) {
  const t = useTranslations("payment");
  const { invoice } = payment;
  if (!invoice) return null;
  if (invoice.status === "VOID" && invoice.subscription) return <NotChanged {...invoice.subscription} />;
  if (invoice.status !== "OPEN" || isZero(invoice.amountDue.amount))
    return (
      <Notice
        tone="neutral"
        actions={
          invoice.subscription ? (
            <ButtonLink kind="plain" to="/subscriptions/$id" params={{ id: invoice.subscription.id }}>
              {t("toSubscription")}
            </ButtonLink>
          ) : null
        }
      >
        {t("settled")}
      </Notice>
    );
  return (
    <Section title={t(title)}>
      <PayInvoice invoiceId={invoice.id} amount={invoice.amountDue} onPayment={onPayment} />
    </Section>
  );
}

/** The invoice fell with its payment: what it was for did not happen. */
function NotChanged({ id, status }: { id: string; status: SubscriptionStatus }) {
  const t = useTranslations("payment");
  const life = useTranslations("life");
  const over = ENDED.includes(status);
  return (
    <Notice
      tone="neutral"
      title={over ? life("withdrawn") : life("notChanged")}
      actions={
        <>
          {over ? null : (
            <ButtonLink to="/subscriptions/$id/change" params={{ id }}>
              {life("changeAgain")}
            </ButtonLink>
          )}
          <ButtonLink kind="plain" to="/subscriptions/$id" params={{ id }}>
            {t("toSubscription")}
          </ButtonLink>
        </>
      }
    />
  );
}
