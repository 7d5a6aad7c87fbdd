// One subscription in the list of the home page: plan, status, and what happens next.
import { Link } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { StatusBadge } from "~/components/StatusBadge";
import { useDates } from "~/i18n/dates";
import { subscriptionStatus } from "~/lib/status";
import type { SubscriptionRowData } from "./operations";
import { ENDED } from "./standing";

export function useNextStep(subscription: SubscriptionRowData): string {
  const t = useTranslations("home");
  const dates = useDates();
  const { status, currentPeriod, autoRenew, cancelAt, resumeAt, endedAt, fundedUntil, plan } = subscription;
  if (ENDED.includes(status)) return endedAt ? t("ended", { date: dates.day(endedAt) }) : "";
  if (status === "PAUSED") return resumeAt ? t("resumes", { date: dates.day(resumeAt) }) : t("resting");
  if (plan.billing === "FROM_BALANCE") {
    if (status === "SUSPENDED") return t("suspendedNow");
    return fundedUntil ? t("fundedUntil", { date: dates.moment(fundedUntil) }) : "";
  }
  if (!currentPeriod || status === "INCOMPLETE") return t("starts");
  if (cancelAt) return t("ends", { date: dates.day(cancelAt) });
  const date = dates.day(currentPeriod.end);
  if (!autoRenew) return t("ends", { date });
  return t(status === "TRIALING" ? "freeUntil" : "renews", { date });
}

export function SubscriptionRow({ subscription }: { subscription: SubscriptionRowData }) {
  const t = useTranslations("home");
  const next = useNextStep(subscription);
  return (
    <li className="relative flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-2 py-4 hover:bg-subtle">
      <div className="flex-1 basis-36">
        <Link
          to="/subscriptions/$id"
          params={{ id: subscription.id }}
          className="font-semibold after:absolute after:inset-0 hover:underline"
        >
          {subscription.product.name} · {subscription.plan.name}
        </Link>
        {subscription.quantity > 1 ? (
          <span className="ml-2 text-ink-muted tabular-nums">
            {t("quantity", { count: subscription.quantity })}
          </span>
        ) : null}
        <p className="text-14 text-ink-muted">{next}</p>
      </div>
      <StatusBadge look={subscriptionStatus[subscription.status]} />
    </li>
  );
}
