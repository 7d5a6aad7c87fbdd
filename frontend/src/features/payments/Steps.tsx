// The way of a payment in three steps, each said in words as well as drawn: started, checked by the bank or brought by
// the payer, paid.
import { useTranslations } from "use-intl";
import { StatusShape } from "~/components/StatusShape";
import type { PaymentStatus } from "~/lib/status";
import { isByHand } from "./byhand";
import type { Payment } from "./operations";

type StepState = "Done" | "Now" | "Later" | "Stopped";
type StepName = "Started" | "Verify" | "Agree" | "Bring" | "Done" | "Failed" | "Canceled" | "Expired";

const LAST: Partial<Record<PaymentStatus, StepName>> = {
  FAILED: "Failed",
  CANCELED: "Canceled",
  EXPIRED: "Expired",
};

/** What each step is called and how far it is, for a status. What comes from the balance is checked by no bank,
 * and what is paid by hand is the payer's to bring. */
export function stepsOf(status: PaymentStatus, kind: Payment["kind"] = "CARD"): [StepName, StepState][] {
  const steps = allSteps(status);
  if (kind === "BALANCE") return steps.filter(([name]) => name !== "Verify");
  const between: StepName = isByHand(kind) ? "Bring" : kind === "WALLET" ? "Agree" : "Verify";
  return steps.map(([name, state]) => [name === "Verify" ? between : name, state]);
}

function allSteps(status: PaymentStatus): [StepName, StepState][] {
  const stopped = LAST[status];
  if (stopped)
    return [
      ["Started", "Done"],
      [stopped, "Stopped"],
    ];
  if (status === "SUCCEEDED")
    return [
      ["Started", "Done"],
      ["Verify", "Done"],
      ["Done", "Done"],
    ];
  if (status === "REQUIRES_METHOD")
    return [
      ["Started", "Now"],
      ["Verify", "Later"],
      ["Done", "Later"],
    ];
  return [
    ["Started", "Done"],
    ["Verify", "Now"],
    ["Done", "Later"],
  ];
}

const LOOKS = {
  Done: ["disc", "text-success-text"],
  Now: ["half", "text-accent-text"],
  Later: ["ring", "text-ink-faint"],
  Stopped: ["cross", "text-danger-text"],
} as const;

export function Steps({ payment }: { payment: Payment }) {
  const t = useTranslations("payment");
  const ways = useTranslations("ways");
  return (
    <ol className="grid gap-3 sm:auto-cols-fr sm:grid-flow-col" aria-label={t("steps")}>
      {stepsOf(payment.status, payment.kind).map(([name, state]) => {
        const [shape, color] = LOOKS[state];
        return (
          <li
            key={name}
            aria-current={state === "Now" ? "step" : undefined}
            className={`flex items-center gap-2 border-t-2 pt-3 text-14 ${state === "Later" ? "border-line text-ink-muted" : "border-current font-medium"} ${color}`}
          >
            <StatusShape shape={shape} />
            <span className="text-ink">
              {name === "Agree" || name === "Bring" ? ways(`step${name}`) : t(`step${name}`)}
            </span>
            <span className="sr-only">({t(`state${state}`)})</span>
          </li>
        );
      })}
    </ol>
  );
}
