// The big state of a payment: shape, word as the page's h1, amount, and one sentence that says what it means.
import type { Ref } from "react";
import { useTranslations } from "use-intl";
import { Money } from "~/components/Money";
import { TONES } from "~/components/StatusBadge";
import { StatusShape } from "~/components/StatusShape";
import { paymentStatus } from "~/lib/status";
import type { Payment } from "./operations";

export function PaymentHero({ payment, ref }: { payment: Payment; ref: Ref<HTMLHeadingElement> }) {
  const t = useTranslations("payment");
  const words = useTranslations("status");
  const { word, shape, tone } = paymentStatus[payment.status];
  const decline = payment.status === "FAILED" ? payment.decline : null;
  return (
    <div className={`grid justify-items-start gap-4 rounded-l p-5 sm:p-8 ${TONES[tone]}`}>
      <div className="flex items-center gap-3">
        <StatusShape key={shape} shape={shape} className="size-7" />
        <h1 ref={ref} tabIndex={-1} className="text-24">
          {words(word)}
        </h1>
      </div>
      <p className="text-32 font-semibold tracking-(--track-display) text-ink sm:text-40">
        <Money value={payment.amount} />
      </p>
      <p className="text-ink">
        {t(word === "processing" && payment.kind === "BALANCE" ? "processingBalance" : word)}
      </p>
      {decline?.message ? (
        <p className="text-14 text-ink">
          <span className="font-medium">{t("reason")}:</span> {decline.message}
        </p>
      ) : null}
    </div>
  );
}
