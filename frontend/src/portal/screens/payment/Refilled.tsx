// After a refill: what this payment added, and what there is now.
import { useQuery } from "urql";
import { useTranslations } from "use-intl";
import { ButtonLink } from "~/components/Button";
import { Loaded, SkeletonRows } from "~/components/Loaded";
import { Section } from "~/components/Section";
import { UnitsGrantedQuery } from "~/features/units/operations";
import { useQuantity } from "~/i18n/numbers";

export function Refilled({ paymentId }: { paymentId: string }) {
  const t = useTranslations("payment");
  const quantity = useQuantity();
  const [result, refetch] = useQuery({ query: UnitsGrantedQuery, requestPolicy: "network-only" });
  return (
    <div className="grid justify-items-start gap-6">
      <Section title={t("unitsAdded")}>
        <Loaded
          result={result}
          onRetry={() => refetch({ requestPolicy: "network-only" })}
          skeleton={<SkeletonRows rows={1} height="h-16" />}
        >
          {({ me }) => (
            <ul className="grid gap-3">
              {(me?.units ?? []).flatMap(({ unit, remaining, grants }) =>
                grants
                  .filter(({ payment }) => payment?.id === paymentId)
                  .map((grant) => (
                    <li key={grant.id}>
                      <p className="text-24 font-semibold text-success-text tabular-nums">
                        {t("unitAdded", { quantity: quantity(grant.quantity), unit })}
                      </p>
                      <p className="text-14 text-ink-muted tabular-nums">
                        {t("unitNow", { remaining: quantity(remaining), unit })}
                      </p>
                    </li>
                  )),
              )}
            </ul>
          )}
        </Loaded>
      </Section>
      <ButtonLink to="/units">{t("toUnits")}</ButtonLink>
    </div>
  );
}
