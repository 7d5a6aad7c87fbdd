// P2: what the customer has and what was paid lately; what needs attention comes first.

import { Link } from "@tanstack/react-router";
import { useQuery } from "urql";
import { useTranslations } from "use-intl";
import { ButtonLink } from "~/components/Button";
import { Empty } from "~/components/Empty";
import { Loaded, SkeletonRows } from "~/components/Loaded";
import { Notice } from "~/components/Notice";
import { Page } from "~/components/Page";
import { Section } from "~/components/Section";
import { BalanceRow } from "~/features/balance/BalanceRow";
import { BalanceFields } from "~/features/balance/operations";
import { PaymentRowFields } from "~/features/payments/operations";
import { PaymentRow } from "~/features/payments/PaymentRow";
import { type SubscriptionRowData, SubscriptionRowFields } from "~/features/subscriptions/operations";
import { SubscriptionRow } from "~/features/subscriptions/SubscriptionRow";
import { graphql } from "~/lib/graphql";

const HomeQuery = graphql(
  `
    query Home {
      me {
        id
        name
        currency
        balances { ...BalanceFields }
        subscriptions(first: 20) { nodes { ...SubscriptionRowFields } }
        payments(first: 5) { nodes { ...PaymentRowFields } }
      }
    }
  `,
  [BalanceFields, SubscriptionRowFields, PaymentRowFields],
);

const ROWS = "divide-y divide-line border-y border-line";

export function Home() {
  const t = useTranslations("home");
  const shell = useTranslations("shell");
  const wallet = useTranslations("wallet");
  const problem = useTranslations("problem");
  const [result, refetch] = useQuery({ query: HomeQuery, requestPolicy: "cache-and-network" });
  const look = () => refetch({ requestPolicy: "network-only" });
  const name = result.data?.me?.name;
  return (
    <Page title={name ? t("title", { name }) : shell("home")} width="text">
      <Loaded result={result} onRetry={look} skeleton={<SkeletonRows rows={3} height="h-20" />}>
        {({ me }) =>
          me ? (
            <>
              <Attention subscriptions={me.subscriptions.nodes} />
              <Section
                title={t("balance")}
                aside={
                  <Link to="/balance" className="link">
                    {t("toBalance")}
                  </Link>
                }
              >
                <ul className={ROWS}>
                  {me.balances.map((balance) => (
                    <BalanceRow
                      key={balance.currency}
                      balance={balance}
                      own={balance.currency === me.currency}
                      onStale={look}
                    />
                  ))}
                </ul>
              </Section>
              <Section title={t("subscriptions")}>
                <SubscriptionList subscriptions={me.subscriptions.nodes} />
              </Section>
              <Section
                title={t("payments")}
                aside={
                  <Link to="/payment-methods" className="link">
                    {wallet("link")}
                  </Link>
                }
              >
                {me.payments.nodes.length > 0 ? (
                  <ul className={ROWS}>
                    {me.payments.nodes.map((payment) => (
                      <PaymentRow key={payment.id} payment={payment} />
                    ))}
                  </ul>
                ) : (
                  <p className="text-ink-muted">{t("noPayments")}</p>
                )}
              </Section>
            </>
          ) : (
            <p className="text-ink-muted">{problem("noCustomer")}</p>
          )
        }
      </Loaded>
    </Page>
  );
}

function SubscriptionList({ subscriptions }: { subscriptions: SubscriptionRowData[] }) {
  const t = useTranslations("home");
  const problem = useTranslations("problem");
  if (subscriptions.length === 0)
    return (
      <Empty
        title={t("noSubscriptionsTitle")}
        action={<ButtonLink to="/plans">{problem("toPlans")}</ButtonLink>}
      >
        {t("noSubscriptions")}
      </Empty>
    );
  return (
    <ul className={ROWS}>
      {subscriptions.map((subscription) => (
        <SubscriptionRow key={subscription.id} subscription={subscription} />
      ))}
    </ul>
  );
}

function Attention({ subscriptions }: { subscriptions: SubscriptionRowData[] }) {
  const t = useTranslations("home");
  return subscriptions
    .filter(({ status }) => status === "PAST_DUE" || status === "SUSPENDED" || status === "INCOMPLETE")
    .map(({ id, status, plan }) => (
      <Notice
        key={id}
        tone="warning"
        title={t(status === "INCOMPLETE" ? "finish" : status === "SUSPENDED" ? "suspended" : "attention", {
          plan: plan.name,
        })}
        actions={
          <ButtonLink
            kind="plain"
            to="/subscriptions/$id"
            params={{ id }}
            aria-label={`${t("open")}: ${plan.name}`}
          >
            {t("open")}
          </ButtonLink>
        }
      />
    ));
}
