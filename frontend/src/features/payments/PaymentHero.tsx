// The big state of a payment: shape, word as the page's h1, amount, and one sentence that says what it means.
import type { Ref } from "react";
import { useTranslations } from "use-intl";
import { Money } from "~/components/Money";
import { TONES } from "~/components/StatusBadge";
import { StatusShape } from "~/components/StatusShape";
import { isLess, isZero } from "~/lib/money";
import { afterAll, isByHand, isWaitingForRest, lookOf, stillDue } from "./byhand";
import type { Payment } from "./operations";

export function PaymentHero({ payment, ref }: { payment: Payment; ref: Ref<HTMLHeadingElement> }) {
  const t = useTranslations("payment");
  const words = useTranslations("status");
  const { word, shape, tone } = lookOf(payment);
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
        <Meaning payment={payment} />
      </p>
      {payment.status === "SUCCEEDED" && !isZero(payment.captured.amount) ? (
        <CameIn payment={payment} />
      ) : null}
      {isWaitingForRest(payment) ? <StillToCome payment={payment} /> : null}
      {decline?.message ? (
        <p className="text-14 text-ink">
          <span className="font-medium">{t("reason")}:</span> {decline.message}
        </p>
      ) : null}
    </div>
  );
}

/** One sentence about where it stands, true for the way it is paid. */
export function Meaning({ payment }: { payment: Payment }) {
  const t = useTranslations("payment");
  const ways = useTranslations("ways");
  const { kind, status } = payment;
  const { word } = lookOf(payment);
  if (word === "awaitingPayment") return isByHand(kind) ? ways(`awaiting_${kind}`) : null;
  if (word === "needsConfirmation") return ways("agree");
  if (word === "processing") return t(kind === "BALANCE" ? "processingBalance" : "processing");
  if (status === "EXPIRED" && isByHand(kind)) return ways("expiredByHand");
  if (payment.setAside) return `${ways("setAside")} ${ways(afterAll(kind))}`;
  return t(word);
}

/** Money that is handed over or transferred may come in parts: what has come, and what is missing. */
function StillToCome({ payment }: { payment: Payment }) {
  const ways = useTranslations("ways");
  return (
    <p className="text-ink">
      {ways.rich("camePart", {
        came: () => <Money value={payment.captured} />,
        rest: () => <Money value={stillDue(payment)} />,
      })}
    </p>
  );
}

/** A transfer may bring another amount than was asked for. */
function CameIn({ payment: { amount, captured } }: { payment: Payment }) {
  const ways = useTranslations("ways");
  const came = { came: () => <Money value={captured} /> };
  if (isLess(captured.amount, amount.amount))
    return <p className="text-ink">{ways.rich("cameLess", came)}</p>;
  if (isLess(amount.amount, captured.amount))
    return <p className="text-ink">{ways.rich("cameMore", came)}</p>;
  return null;
}
