// The dialog that the address asks for, where what it does is possible. Going back closes it.
import { getRouteApi } from "@tanstack/react-router";
import { renews, takesCodes } from "~/features/subscriptions/standing";
import { CancelDialog } from "./CancelDialog";
import { CodeDialog } from "./CodeDialog";
import type { Detail } from "./operations";
import { PauseDialog } from "./PauseDialog";
import { RemoveDiscountDialog } from "./RemoveDiscountDialog";
import { RenewalsDialog } from "./RenewalsDialog";

export interface DialogProps {
  subscription: Detail;
  onClose: () => void;
  onMoved: () => void;
}

const route = getRouteApi("/subscriptions/$id");

export function Dialogs({ subscription, onMoved }: Omit<DialogProps, "onClose">) {
  const { act, discount: discountId } = route.useSearch();
  const navigate = route.useNavigate();
  const { availableActions } = subscription;
  const onClose = () => void navigate({ search: {}, replace: true, resetScroll: false });
  const props = { subscription, onClose, onMoved };
  if (act === "cancel" && availableActions.includes("CANCEL")) return <CancelDialog {...props} />;
  if (act === "pause" && availableActions.includes("PAUSE")) return <PauseDialog {...props} />;
  if (act === "renewals" && renews(subscription)) return <RenewalsDialog {...props} />;
  const discount = subscription.discounts.find(({ id }) => id === discountId);
  if (act === "add-code" && takesCodes(subscription)) return <CodeDialog {...props} />;
  if (act === "remove-discount" && discount && takesCodes(subscription))
    return <RemoveDiscountDialog discount={discount} {...props} />;
  return null;
}
