// A subscription that waits for its payment says so first, and leads to that payment.
import { useTranslations } from "use-intl";
import { ButtonLink } from "~/components/Button";
import { Notice } from "~/components/Notice";
import type { Detail } from "./operations";

export function Unfinished({ subscription }: { subscription: Detail }) {
  const t = useTranslations("home");
  const words = useTranslations("subscription");
  const { status, plan, latestInvoice } = subscription;
  const payment = latestInvoice?.status === "OPEN" ? newest(latestInvoice.payments) : undefined;
  if (!payment) return null;
  return (
    <Notice
      tone="warning"
      title={status === "INCOMPLETE" ? t("finish", { plan: plan.name }) : t("attention", { plan: plan.name })}
      actions={
        <ButtonLink to="/payments/$id" params={{ id: payment.id }}>
          {words("finishPayment")}
        </ButtonLink>
      }
    />
  );
}

function newest<T extends { createdAt: string }>(payments: T[]): T | undefined {
  return payments.reduce<T | undefined>(
    (latest, each) => (latest && latest.createdAt > each.createdAt ? latest : each),
    undefined,
  );
}
