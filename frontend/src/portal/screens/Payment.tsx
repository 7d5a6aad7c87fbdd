// P8: the live status of one payment. Works after a reload and on the way back from the bank; a change on screen
// is announced, and success takes the focus to the heading.
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { Loaded, SkeletonRows } from "~/components/Loaded";
import { lookOf } from "~/features/payments/byhand";
import type { Payment as PaymentData } from "~/features/payments/operations";
import { Meaning, PaymentHero } from "~/features/payments/PaymentHero";
import { Steps } from "~/features/payments/Steps";
import { usePayment } from "~/features/payments/usePayment";
import { useReturn } from "~/features/payments/useReturn";
import { useConfig } from "~/lib/config";
import { NotFound } from "./NotFound";
import { NextAct } from "./payment/NextAct";
import { PaymentFacts } from "./payment/PaymentFacts";

const route = getRouteApi("/payments/$id");

export function Payment() {
  const { id } = route.useParams();
  return <PaymentPage key={id} id={id} />;
}

function PaymentPage({ id }: { id: string }) {
  const t = useTranslations("payment");
  const { result, refetch } = usePayment(id);
  const { back } = route.useSearch();
  const navigate = route.useNavigate();
  useReturn(id, back === true, () => {
    void navigate({ search: ({ next }) => ({ next }), replace: true, resetScroll: false });
  });
  return (
    <div className="mx-auto grid max-w-3xl gap-8">
      <Loaded result={result} onRetry={refetch} skeleton={<SkeletonRows rows={3} height="h-32" />}>
        {({ payment }) =>
          payment ? (
            <PaymentView payment={payment} refetch={refetch} />
          ) : (
            <NotFound title={t("notFoundTitle")}>{t("notFound")}</NotFound>
          )
        }
      </Loaded>
    </div>
  );
}

function PaymentView({ payment, refetch }: { payment: PaymentData; refetch: () => void }) {
  const words = useTranslations("status");
  const { merchant } = useConfig();
  const router = useRouter();
  const heading = useRef<HTMLHeadingElement>(null);
  const { word } = lookOf(payment);

  const before = useRef<PaymentData["status"]>(null);
  const changed = before.current !== null && before.current !== payment.status;
  useEffect(() => {
    // Arriving, and every outcome, puts the reader at the word that says where things stand.
    if (before.current !== payment.status && (before.current === null || payment.status === "SUCCEEDED"))
      heading.current?.focus({ preventScroll: before.current === null });
    before.current = payment.status;
  }, [payment.status]);

  return (
    <>
      <title>{`${words(word)} · ${merchant.name}`}</title>
      <p aria-live="polite" className="sr-only">
        {changed ? (
          <>
            {words(word)}. <Meaning payment={payment} />
          </>
        ) : null}
      </p>
      <PaymentHero payment={payment} ref={heading} />
      <Steps payment={payment} />
      <NextAct
        payment={payment}
        onMoved={refetch}
        onPayment={(id) =>
          id === payment.id ? refetch() : router.navigate({ to: "/payments/$id", params: { id } })
        }
      />
      <PaymentFacts payment={payment} />
    </>
  );
}
