// Removing a saved method: asked once more, and the server's reason when something is still paid with it.
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { Dialog } from "~/components/Dialog";
import { useAct } from "~/lib/act";
import { useMethodName } from "./MethodName";
import type { PaymentMethod } from "./operations";
import { MethodRemoveMutation } from "./saved";

interface Props {
  method: PaymentMethod;
  onClose: () => void;
  onRemoved: () => void;
}

export function RemoveMethodDialog({ method, onClose, onRemoved }: Props) {
  const t = useTranslations("wallet");
  const problem = useTranslations("problem");
  const name = useMethodName()(method);
  const act = useAct(MethodRemoveMutation);
  async function remove() {
    if (await act.send({ input: { id: method.id } })) onRemoved();
  }
  return (
    <Dialog title={t("removeTitle", { name })} busy={act.busy} onClose={onClose}>
      <p>{t("removeNote")}</p>
      <p role="alert" className="text-14 font-medium text-danger-text empty:hidden">
        {act.failed ? problem("server") : act.refusal?.message}
      </p>
      <div className="flex flex-wrap gap-3">
        <Button kind="danger" disabled={act.busy} onClick={() => void remove()}>
          {act.busy ? t("removing") : t("doRemove")}
        </Button>
        <Button kind="plain" disabled={act.busy} onClick={onClose}>
          {t("keep")}
        </Button>
      </div>
    </Dialog>
  );
}
