// One unit: how much is left, how much is held for work under way, each grant with its expiry, and the way to more.
import { Link } from "@tanstack/react-router";
import { useId } from "react";
import { useTranslations } from "use-intl";
import { ButtonLink } from "~/components/Button";
import { StatusShape } from "~/components/StatusShape";
import { useDates } from "~/i18n/dates";
import { useQuantity } from "~/i18n/numbers";
import { isZero } from "~/lib/money";
import type { RefillProduct, UnitBalance, UnitGrant } from "./operations";

interface Props {
  balance: UnitBalance;
  refills: RefillProduct[];
}

export function UnitCard({ balance, refills }: Props) {
  const t = useTranslations("units");
  const quantity = useQuantity();
  const id = useId();
  const { unit, remaining, held, grants } = balance;
  return (
    <article
      aria-labelledby={id}
      className="grid content-start gap-5 rounded-l border border-line p-5 sm:p-6"
    >
      <div className="grid gap-1">
        <h2 id={id} className="text-14 font-medium text-ink-muted first-letter:uppercase">
          {unit}
        </h2>
        <p className="text-40 font-semibold tracking-(--track-display) tabular-nums">{quantity(remaining)}</p>
        <p className="text-14 text-ink-muted tabular-nums">
          {isZero(held) ? t("remaining") : t("remainingHeld", { held: quantity(held) })}
        </p>
      </div>
      {grants.length > 0 ? (
        <ul aria-label={t("grants", { unit })} className="divide-y divide-line border-y border-line">
          {grants.map((grant) => (
            <Grant key={grant.id} grant={grant} />
          ))}
        </ul>
      ) : null}
      {refills.length > 0 ? (
        <div className="flex flex-wrap gap-2">
          {refills.map((product) => (
            <ButtonLink
              key={product.id}
              kind="plain"
              to="/plans"
              search={{ product: product.id }}
              aria-label={t("buyMoreOf", { product: product.name })}
            >
              {refills.length > 1 ? t("buyMoreOf", { product: product.name }) : t("buyMore")}
            </ButtonLink>
          ))}
        </div>
      ) : null}
    </article>
  );
}

const SOON_MS = 7 * 86_400_000;

function Grant({ grant }: { grant: UnitGrant }) {
  const t = useTranslations("units");
  const dates = useDates();
  const quantity = useQuantity();
  const { quantity: whole, remaining, held, grantedAt, expiresAt, payment } = grant;
  const soon = expiresAt !== null && new Date(expiresAt).getTime() - Date.now() < SOON_MS;
  const words = { remaining: quantity(remaining), whole: quantity(whole), held: quantity(held) };
  const bought = t("granted", { date: dates.day(grantedAt) });
  return (
    <li className="grid gap-2 py-3 text-14 tabular-nums">
      <div className="flex flex-wrap justify-between gap-x-4">
        <span className="font-medium">{t(isZero(held) ? "left" : "leftHeld", words)}</span>
        <span className={`inline-flex items-center gap-1.5 ${soon ? "font-medium text-warning-text" : ""}`}>
          {soon ? <StatusShape shape="hourglass" /> : null}
          {expiresAt ? t("expires", { date: dates.day(expiresAt) }) : t("never")}
        </span>
      </div>
      {/* How much is left, and how much of the rest is held; the same is said in words. */}
      <svg
        className="h-1.5 w-full rounded-pill bg-muted"
        preserveAspectRatio="none"
        viewBox="0 0 1 1"
        aria-hidden="true"
      >
        <rect width={share(remaining, whole) + share(held, whole)} height="1" className="fill-line-strong" />
        <rect width={share(remaining, whole)} height="1" className="fill-accent" />
      </svg>
      <p className="text-13 text-ink-muted">
        {payment ? (
          <Link to="/payments/$id" params={{ id: payment.id }} className="underline underline-offset-3">
            {bought}
          </Link>
        ) : (
          bought
        )}
      </p>
    </li>
  );
}

/** For a drawing: a float will do. */
function share(part: string, whole: string): number {
  return Math.min(Number(part) / Number(whole), 1);
}
