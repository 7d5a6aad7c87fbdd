// A payment that the gateway's own script goes on with, in this page: Stripe's question for the cardholder's bank. What is
// paid here leads to the bank's page instead; this is for a payment that was begun in the merchant's app.
import { useState } from "react";
import { useMutation, useQuery } from "urql";
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { Notice } from "~/components/Notice";
import { type PaymentAction, PaymentOptionsQuery, PaymentReturnMutation } from "./operations";

interface Props {
  paymentId: string;
  currency: string;
  action: Extract<PaymentAction, { __typename: "ClientConfirmAction" }>;
}

export function ClientConfirm({ paymentId, currency, action }: Props) {
  const t = useTranslations("payment");
  const card = useTranslations("card");
  const [{ data }] = useQuery({ query: PaymentOptionsQuery, variables: { currency } });
  const [, look] = useMutation(PaymentReturnMutation);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const option = data?.paymentOptions.find(
    ({ gateway, fields }) =>
      gateway === action.gateway &&
      fields.protocol === "STRIPE" &&
      fields.publishableKey === action.publishableKey,
  );

  async function ask(url: string, account: string | null): Promise<string | null> {
    const { askTheBank, openStripe } = await import("./stripe");
    const asked = await askTheBank(
      await openStripe(url, action.publishableKey, account),
      action.clientSecret,
    );
    if (asked === "answered") return null;
    return asked === "no question" ? t("inApp") : asked.refusal || t("notVerified");
  }

  async function confirm(): Promise<void> {
    if (!option?.fields.url || busy) return;
    setBusy(true);
    setProblem(null);
    try {
      setProblem(await ask(option.fields.url, option.fields.account).catch(() => card("silent")));
      // Whatever came of it, the gateway knows; a lost answer only means to hear it a little later.
      await look({ input: { paymentId } });
    } finally {
      setBusy(false);
    }
  }

  if (data && !option) return <Notice tone="danger">{card("silent")}</Notice>;
  return (
    <>
      <Button disabled={busy || !option} onClick={() => void confirm()}>
        {t("continue")}
      </Button>
      <p role="alert" className="order-last basis-full text-14 text-danger-text empty:hidden">
        {problem}
      </p>
    </>
  );
}
