// What came of an order that was not taken, said at the button. Too little balance leads to topping up by what is lacking.
import { useLocation } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { ButtonLink } from "~/components/Button";
import { Money } from "~/components/Money";
import { Notice } from "~/components/Notice";
import { isPositive, subtract } from "~/lib/money";
import type { Refusal } from "./refusal";

interface Props {
  refusal: Refusal | null;
  /** The request itself failed, for good. */
  failed: boolean;
}

export function Refused({ refusal, failed }: Props) {
  const problem = useTranslations("problem");
  if (failed)
    return (
      <Notice tone="danger" urgent>
        {problem("server")}
      </Notice>
    );
  if (refusal?.lacking) return <Lacking {...refusal.lacking} />;
  if (refusal?.message)
    return (
      <Notice tone="danger" urgent>
        {refusal.message}
      </Notice>
    );
  return null;
}

export function Lacking({ needed, available }: NonNullable<Refusal["lacking"]>) {
  const t = useTranslations("method");
  const balance = useTranslations("balance");
  const { href } = useLocation();
  const missing = subtract(needed.amount, available.amount);
  return (
    <Notice
      tone="warning"
      urgent
      title={t("lackingTitle")}
      actions={
        <ButtonLink
          to="/balance/top-up"
          search={{ next: href, ...(isPositive(missing) ? { amount: missing } : {}) }}
        >
          {balance("topUp")}
        </ButtonLink>
      }
    >
      {t.rich("lacking", {
        needed: () => <Money value={needed} />,
        available: () => <Money value={available} />,
      })}
    </Notice>
  );
}
