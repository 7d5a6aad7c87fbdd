// What the customer can do about a payment in its state: verify, pay again, or enjoy what is now on.
import { useTranslations } from "use-intl";
import { Button, ButtonLink } from "~/components/Button";
import { CheckItem, CheckList } from "~/components/CheckList";
import { Notice } from "~/components/Notice";
import { Section } from "~/components/Section";
import { FeatureName, isOn } from "~/features/catalog/FeatureName";
import { stillDue } from "~/features/payments/byhand";
import { CancelPayment } from "~/features/payments/CancelPayment";
import { ClientConfirm } from "~/features/payments/ClientConfirm";
import { HowToPay, isByHandAction } from "~/features/payments/HowToPay";
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
    case "PENDING":
      return <Yours payment={payment} onMoved={onMoved} />;
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

/** It may be the payer's turn: to bring the money, to agree on a page, or to answer the bank here. */
function Yours({ payment, onMoved }: Omit<Props, "onPayment">) {
  const { action } = payment;
  if (isByHandAction(action))
    return (
      <div className="grid gap-6">
        <HowToPay action={action} amount={stillDue(payment)} />
        <div className="justify-self-start">
          <CancelPayment id={payment.id} anyWay kind={payment.kind} onMoved={onMoved} />
        </div>
      </div>
    );
  return payment.status === "REQUIRES_ACTION" ? <Verify payment={payment} onMoved={onMoved} /> : null;
}

function Verify({ payment, onMoved }: Omit<Props, "onPayment">) {
  const t = useTranslations("payment");
  const ways = useTranslations("ways");
  const dates = useDates();
  const { action } = payment;
  const page = action?.__typename === "RedirectAction" ? action.url : null;
  const wallet = payment.kind === "WALLET";
  return (
    <div className="grid gap-3">
      {page && !isSafeRedirect(page) ? <Notice tone="danger">{t("unsafe")}</Notice> : null}
      <div className="flex flex-wrap items-start gap-3">
        {page && isSafeRedirect(page) ? (
          <Button onClick={() => location.assign(page)}>{wallet ? ways("continue") : t("continue")}</Button>
        ) : null}
        {action?.__typename === "ClientConfirmAction" ? (
          <ClientConfirm paymentId={payment.id} currency={payment.amount.currency} action={action} />
        ) : null}
        <CancelPayment id={payment.id} anyWay={wallet} onMoved={onMoved} />
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
  const ways = useTranslations("ways");
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
    <Section title={title === "againTitle" && payment.kind !== "CARD" ? ways("againTitle") : t(title)}>
      <PayInvoice
        invoiceId={invoice.id}
        amount={invoice.amountDue}
        begins={invoice.subscription?.status === "INCOMPLETE"}
        onPayment={onPayment}
      />
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
