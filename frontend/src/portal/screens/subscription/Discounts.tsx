// The coupons that lower what is invoiced from now on: what each takes off and for how long, and the way to add or remove one.
import { Link } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { Fact } from "~/components/Facts";
import { Money } from "~/components/Money";
import { usePercent } from "~/i18n/numbers";
import type { Detail } from "./operations";

type Discount = Detail["discounts"][number];

export function Discounts({ subscription: { id, discounts } }: { subscription: Detail }) {
  const t = useTranslations("terms");
  const here = { to: "/subscriptions/$id", params: { id }, resetScroll: false } as const;
  const atWork = discounts.filter(({ usedUp }) => !usedUp);
  return (
    <Fact name={t("discounts")}>
      <ul className="grid gap-1">
        {atWork.map((discount) => (
          <li key={discount.id} className="flex flex-wrap justify-end gap-x-3">
            <DiscountWords discount={discount} />
            <Link
              {...here}
              search={{ act: "remove-discount", discount: discount.id }}
              className="link font-normal"
              aria-label={t("remove", { code: discount.coupon.name })}
            >
              {t("removeShort")}
            </Link>
          </li>
        ))}
        <li>
          <Link {...here} search={{ act: "add-code" }} className="link font-normal">
            {t("addCode")}
          </Link>
        </li>
      </ul>
    </Fact>
  );
}

/** "Welcome: 20% off, 2 more periods". */
function DiscountWords({ discount: { coupon, periodsLeft } }: { discount: Discount }) {
  const t = useTranslations("terms");
  const percent = usePercent();
  const { name, percent: share, amount } = coupon;
  return (
    <span>
      {t.rich("discount", {
        name,
        off: () =>
          share === null
            ? amount && t.rich("off", { what: () => <Money value={amount} /> })
            : t.rich("off", { what: () => percent(share) }),
        left: periodsLeft === null ? t("everyPeriod") : t("morePeriods", { count: periodsLeft }),
      })}
    </span>
  );
}
