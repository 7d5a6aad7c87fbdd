// A subscription that waits for its first payment says so first, and leads to that payment.
import { useTranslations } from "use-intl";
import { ButtonLink } from "~/components/Button";
import { Notice } from "~/components/Notice";
import { newest } from "./newest";
import type { Detail, OwnInvoice } from "./operations";

export function Unfinished({ subscription, invoices }: { subscription: Detail; invoices: OwnInvoice[] }) {
  const t = useTranslations("home");
  const words = useTranslations("subscription");
  const { status, plan } = subscription;
  const invoice = invoices.find((one) => one.status === "OPEN");
  const payment = invoice && newest(invoice.payments);
  if (status !== "INCOMPLETE" || !payment) return null;
  return (
    <Notice
      tone="warning"
      title={t("finish", { plan: plan.name })}
      actions={
        <ButtonLink to="/payments/$id" params={{ id: payment.id }}>
          {words("finishPayment")}
        </ButtonLink>
      }
    />
  );
}
