// P10: one invoice as a document, what was paid of it, and the way to pay what is left.
import { getRouteApi, Link, useRouter } from "@tanstack/react-router";
import { useQuery } from "urql";
import { useTranslations } from "use-intl";
import { ButtonLink } from "~/components/Button";
import { Loaded, SkeletonRows } from "~/components/Loaded";
import { Notice } from "~/components/Notice";
import { Page } from "~/components/Page";
import { Section } from "~/components/Section";
import { InvoiceView } from "~/features/invoices/InvoiceView";
import { InvoiceFields } from "~/features/invoices/operations";
import { PaymentRowFields } from "~/features/payments/operations";
import { PayInvoice } from "~/features/payments/PayInvoice";
import { PaymentRow } from "~/features/payments/PaymentRow";
import { graphql, type ResultOf } from "~/lib/graphql";
import { isZero } from "~/lib/money";
import { isUnderway } from "~/lib/status";
import { NotFound } from "./NotFound";

const route = getRouteApi("/invoices/$id");

const InvoiceQuery = graphql(
  `
    query Invoice($id: ID!) {
      invoice(id: $id) {
        ...InvoiceFields
        payments { ...PaymentRowFields }
        subscription { id status plan { id name } product { id name } }
      }
    }
  `,
  [InvoiceFields, PaymentRowFields],
);

type Data = NonNullable<ResultOf<typeof InvoiceQuery>["invoice"]>;

export function Invoice() {
  const t = useTranslations("invoice");
  const { id } = route.useParams();
  const [result, refetch] = useQuery({
    query: InvoiceQuery,
    variables: { id },
    requestPolicy: "cache-and-network",
  });
  return (
    <Loaded
      result={result}
      onRetry={() => refetch({ requestPolicy: "network-only" })}
      skeleton={<SkeletonRows rows={3} height="h-24" />}
    >
      {({ invoice }) =>
        invoice ? (
          <InvoicePage invoice={invoice} />
        ) : (
          <NotFound title={t("notFoundTitle")}>{t("notFound")}</NotFound>
        )
      }
    </Loaded>
  );
}

function InvoicePage({ invoice }: { invoice: Data }) {
  const t = useTranslations("invoice");
  const { subscription } = invoice;
  return (
    <Page
      title={invoice.number ? t("number", { number: invoice.number }) : t("draft")}
      note={
        subscription ? (
          <Link to="/subscriptions/$id" params={{ id: subscription.id }} className="link">
            {subscription.product.name} · {subscription.plan.name}
          </Link>
        ) : null
      }
      width="text"
    >
      <InvoiceView invoice={invoice} numbered={false} />
      <Pay invoice={invoice} />
      {invoice.payments.length > 0 ? (
        <Section title={t("payments")}>
          <ul className="divide-y divide-line border-y border-line">
            {invoice.payments.map((payment) => (
              <PaymentRow key={payment.id} payment={payment} />
            ))}
          </ul>
        </Section>
      ) : null}
    </Page>
  );
}

function Pay({ invoice }: { invoice: Data }) {
  const t = useTranslations("invoice");
  const words = useTranslations("subscription");
  const router = useRouter();
  const { with: method } = route.useSearch();
  if (invoice.status !== "OPEN" || isZero(invoice.amountDue.amount)) return null;
  const underway = invoice.payments.find(({ status }) => isUnderway(status));
  if (underway)
    return (
      <Notice
        tone="accent"
        title={t("underway")}
        actions={
          <ButtonLink to="/payments/$id" params={{ id: underway.id }}>
            {words("finishPayment")}
          </ButtonLink>
        }
      />
    );
  return (
    <Section title={t("pay")}>
      <PayInvoice
        invoiceId={invoice.id}
        amount={invoice.amountDue}
        newCard={method === "card"}
        begins={invoice.subscription?.status === "INCOMPLETE"}
        onPayment={(id) => router.navigate({ to: "/payments/$id", params: { id } })}
      />
    </Section>
  );
}
