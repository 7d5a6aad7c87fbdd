// What the state of a subscription means for who holds it: which sentences are said, in which order, and what they offer.
// Pure: everything follows from the subscription's own facts.
import type { SubscriptionStatus } from "~/lib/status";

export interface Life {
  status: SubscriptionStatus;
  autoRenew: boolean;
  createdAt: string;
  canceledAt: string | null;
  cancelAt: string | null;
  pastDueAt: string | null;
  pausedAt: string | null;
  resumeAt: string | null;
  endedAt: string | null;
  trial: { start: string; end: string } | null;
  currentPeriod: { start: string; end: string } | null;
  pendingChange: { effectiveAt: string; awaitsPayment: boolean } | null;
  plan: { billing: "IN_ADVANCE" | "FROM_BALANCE" };
}

export type Standing =
  | { says: "trial"; at: string }
  | { says: "trialEnds" | "ends" | "notRenewed"; at: string }
  | { says: "changes"; at: string }
  | { says: "changeUnpaid" }
  | { says: "paused"; at: string | null }
  | { says: "pausedUntil"; at: string }
  | { says: "canceled" | "expired" | "neverStarted"; at: string | null };

export const RUNNING: readonly SubscriptionStatus[] = ["TRIALING", "ACTIVE", "PAST_DUE"];
export const ENDED: readonly SubscriptionStatus[] = ["CANCELED", "EXPIRED", "INCOMPLETE_EXPIRED"];

/** What is said at the top of the page; nothing when all is as it should be. What is owed is said beside it. */
export function standings(life: Life): Standing[] {
  const { status, endedAt, pausedAt, resumeAt, pendingChange } = life;
  if (status === "CANCELED") return [{ says: "canceled", at: endedAt }];
  if (status === "EXPIRED") return [{ says: "expired", at: endedAt }];
  if (status === "INCOMPLETE_EXPIRED") return [{ says: "neverStarted", at: endedAt }];
  if (status === "PAUSED")
    return [resumeAt ? { says: "pausedUntil", at: resumeAt } : { says: "paused", at: pausedAt }];
  const said = RUNNING.includes(status) ? running(life) : [];
  if (pendingChange)
    said.push(
      pendingChange.awaitsPayment
        ? { says: "changeUnpaid" }
        : { says: "changes", at: pendingChange.effectiveAt },
    );
  return said;
}

function running({ status, autoRenew, cancelAt, currentPeriod, trial }: Life): Standing[] {
  const trying = status === "TRIALING";
  const end = currentPeriod?.end ?? trial?.end;
  if (cancelAt) return [{ says: trying ? "trialEnds" : "ends", at: cancelAt }];
  if (!end) return [];
  if (!autoRenew) return [{ says: trying ? "trialEnds" : "notRenewed", at: end }];
  return trying ? [{ says: "trial", at: end }] : [];
}

export interface Leaving {
  /** It can end when what is paid for ends; null where only "now" is possible. */
  later: string | null;
  /** What is paid and not used can become balance. */
  creditable: boolean;
}

/** How a subscription can be canceled. What is over now already has no end to wait for. */
export function leaving({ status, cancelAt, currentPeriod, plan }: Life): Leaving {
  const inAdvance = plan.billing === "IN_ADVANCE";
  const waits = inAdvance && RUNNING.includes(status) && cancelAt === null;
  return { later: waits ? (currentPeriod?.end ?? null) : null, creditable: inAdvance && status === "ACTIVE" };
}

/** Whether renewals follow that can be set: there are periods, and nobody canceled. */
export function renews({ status, cancelAt, currentPeriod }: Life): boolean {
  return currentPeriod !== null && cancelAt === null && (RUNNING.includes(status) || status === "PAUSED");
}

/** Whether coupons can come and go: what is billed from the balance has none. */
export function takesCodes(life: Life): boolean {
  return life.plan.billing === "IN_ADVANCE" && renews(life);
}
