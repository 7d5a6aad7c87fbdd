// What comes next and how it is paid: the next invoice, whether it renews by itself, from where, and what lowers it.
import { Link } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { Fact, Facts } from "~/components/Facts";
import { Money } from "~/components/Money";
import { Section } from "~/components/Section";
import { Switch } from "~/components/Switch";
import { Lines, TotalRow } from "~/features/invoices/Lines";
import { useMethodName } from "~/features/payments/MethodName";
import { SubscriptionRenewalsSetMutation } from "~/features/subscriptions/lifecycle";
import { renews, takesCodes } from "~/features/subscriptions/standing";
import { Adjustments } from "~/features/terms/Adjustments";
import { useDates } from "~/i18n/dates";
import { useAct } from "~/lib/act";
import { ActRefused } from "./ActRefused";
import { Discounts } from "./Discounts";
import type { Detail } from "./operations";

interface Props {
  subscription: Detail;
  onMoved: () => void;
}

export function Renewals({ subscription, onMoved }: Props) {
  const t = useTranslations("life");
  const { nextInvoice } = subscription;
  if (!renews(subscription)) return null;
  return (
    <Section title={t("renewals")}>
      <Facts>
        <AutoRenew subscription={subscription} onMoved={onMoved} />
        <Fact name={t("paidWith")}>
          <span className="inline-flex flex-wrap justify-end gap-x-3">
            <Source subscription={subscription} />
            <Link
              to="/subscriptions/$id"
              params={{ id: subscription.id }}
              search={{ act: "renewals" }}
              resetScroll={false}
              className="link font-normal"
              aria-label={t("changePaidWith")}
            >
              {t("changeShort")}
            </Link>
          </span>
        </Fact>
        {takesCodes(subscription) ? <Discounts subscription={subscription} /> : null}
      </Facts>
      {nextInvoice ? <Next subscription={subscription} invoice={nextInvoice} /> : null}
    </Section>
  );
}

function AutoRenew({ subscription, onMoved }: Props) {
  const t = useTranslations("life");
  const status = useTranslations("status");
  const act = useAct(SubscriptionRenewalsSetMutation);
  const { id, autoRenew } = subscription;
  async function set(on: boolean) {
    await act.send({ input: { subscriptionId: id, autoRenew: on } });
    onMoved();
  }
  return (
    <Fact name={t("autoRenew")}>
      <Switch
        label={t("autoRenew")}
        on={autoRenew}
        words={status(autoRenew ? "on" : "off")}
        disabled={act.busy}
        onChange={(on) => void set(on)}
      />
      <ActRefused act={act} />
    </Fact>
  );
}

function Source({ subscription: { collection, paymentMethod } }: { subscription: Detail }) {
  const t = useTranslations("life");
  const methodName = useMethodName();
  if (collection === "BALANCE") return t("fromBalance");
  if (collection === "INVOICE") return t("byInvoice");
  return paymentMethod ? methodName(paymentMethod) : t("defaultMethod");
}

function Next({
  subscription,
  invoice,
}: {
  subscription: Detail;
  invoice: NonNullable<Detail["nextInvoice"]>;
}) {
  const t = useTranslations("life");
  const words = useTranslations("subscribe");
  const dates = useDates();
  const { status, collection } = subscription;
  const date = dates.day(invoice.effectiveAt);
  const how =
    collection === "BALANCE" ? "nextBalance" : collection === "INVOICE" ? "nextInvoice" : "nextMethod";
  return (
    <div className="grid gap-2">
      <h3 className="font-medium">{t(status === "TRIALING" ? "firstInvoice" : "next", { date })}</h3>
      <Lines lines={invoice.lines}>
        <Adjustments of={invoice} />
        <TotalRow name={words("total")} strong>
          <Money value={invoice.total} />
        </TotalRow>
      </Lines>
      <p className="text-14 text-ink-muted">{t(how, { date })}</p>
    </div>
  );
}
