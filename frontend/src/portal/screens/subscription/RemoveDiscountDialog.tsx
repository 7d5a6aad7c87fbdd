// Taking a coupon off: what it means, which cannot be taken back.
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { Dialog } from "~/components/Dialog";
import { SubscriptionDiscountRemoveMutation } from "~/features/subscriptions/lifecycle";
import { useAct } from "~/lib/act";
import { ActRefused } from "./ActRefused";
import type { DialogProps } from "./Dialogs";
import type { Detail } from "./operations";

interface Props extends Omit<DialogProps, "subscription"> {
  discount: Detail["discounts"][number];
}

export function RemoveDiscountDialog({ discount, onClose, onMoved }: Props) {
  const t = useTranslations("terms");
  const words = useTranslations("subscribe");
  const life = useTranslations("life");
  const act = useAct(SubscriptionDiscountRemoveMutation);

  async function remove() {
    const done = await act.send({ input: { discountId: discount.id } });
    onMoved();
    if (done) onClose();
  }

  return (
    <Dialog title={t("removeTitle", { name: discount.coupon.name })} busy={act.busy} onClose={onClose}>
      <p>{t("removeNote")}</p>
      <ActRefused act={act} />
      <div className="flex flex-wrap gap-3">
        <Button kind="danger" disabled={act.busy} onClick={() => void remove()}>
          {act.busy ? words("paying") : t("doRemove")}
        </Button>
        <Button kind="plain" disabled={act.busy} onClick={onClose}>
          {life("back")}
        </Button>
      </div>
    </Dialog>
  );
}
