// A saved method as its owner knows it: "Visa ending in 4242", and until when it can be used.
import { useTranslations } from "use-intl";
import { useCardName } from "./CardName";
import { isExpired } from "./methods";
import type { PaymentMethod } from "./operations";

export function useMethodName(): (method: Pick<PaymentMethod, "brand" | "last4">) => string {
  const t = useTranslations("method");
  const cardName = useCardName();
  return (method) => cardName(method) ?? t("saved");
}

export function MethodName({ method }: { method: Pick<PaymentMethod, "brand" | "last4"> }) {
  return useMethodName()(method);
}

export function Expiry({ method, now }: { method: PaymentMethod; now: Date }) {
  const t = useTranslations("method");
  const { expiresMonth, expiresYear } = method;
  if (expiresMonth === null || expiresYear === null) return null;
  const date = `${String(expiresMonth).padStart(2, "0")}/${expiresYear}`;
  return isExpired(method, now) ? t("expired", { date }) : t("expires", { date });
}
