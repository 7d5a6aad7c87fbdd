// A code for a subscription that runs: what is asked of the server, and where its refusal is said.
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { show } from "~/testing/harness";
import { CodeDialog } from "./CodeDialog";
import type { Detail } from "./operations";
import { RemoveDiscountDialog } from "./RemoveDiscountDialog";

const subscription = { id: "sub_1" } as Detail;
const moved = {
  __typename: "Subscription",
  id: "sub_1",
  version: 3,
  status: "ACTIVE",
  autoRenew: true,
  cancelAt: null,
  canceledAt: null,
  resumeAt: null,
  endedAt: null,
  pausedAt: null,
  availableActions: ["CANCEL"],
  collection: "METHOD",
  currentPeriod: null,
  discounts: [],
};

function open(answer: object) {
  const onClose = vi.fn();
  const onMoved = vi.fn();
  const shown = show(<CodeDialog subscription={subscription} onClose={onClose} onMoved={onMoved} />, {
    SubscriptionCouponAdd: () => ({ subscriptionCouponAdd: answer }),
  });
  return { ...shown, onClose, onMoved, user: userEvent.setup() };
}

it("sends the code and closes", async () => {
  const { user, sent, onClose, onMoved } = open({
    __typename: "SubscriptionCouponAddSuccess",
    subscription: moved,
  });
  await user.type(screen.getByLabelText("Code"), " welcome{Enter}");
  await vi.waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(onMoved).toHaveBeenCalledOnce();
  expect(sent("SubscriptionCouponAdd")).toEqual([{ input: { subscriptionId: "sub_1", code: "welcome" } }]);
});

it("says what is wrong with the code at the field, until it is another", async () => {
  const field = { __typename: "FieldError", path: ["code"], code: "OTHER_PLAN", message: "No." };
  const refusal = { code: "INVALID_INPUT", message: "Wrong.", fields: [field] };
  const { user, onClose } = open({ __typename: "InvalidInputError", ...refusal });
  await user.type(screen.getByLabelText("Code"), "welcome{Enter}");
  await screen.findByText("This code is for other plans.");
  expect(screen.queryByText("Wrong.")).toBeNull();
  expect(onClose).not.toHaveBeenCalled();
  await user.type(screen.getByLabelText("Code"), "2");
  expect(screen.queryByText("This code is for other plans.")).toBeNull();
});

it("says above the buttons what is wrong with the whole", async () => {
  const message = "It is over.";
  const { user } = open({ __typename: "IllegalTransitionError", code: "ILLEGAL_TRANSITION", message });
  await user.type(screen.getByLabelText("Code"), "welcome{Enter}");
  expect((await screen.findByText(message)).getAttribute("role")).toBe("alert");
});

it("removes the discount that it names once that is confirmed", async () => {
  const onClose = vi.fn();
  const coupon = { name: "Welcome", percent: "20", amount: null };
  const discount = { id: "dsc_1", periodsLeft: 2, usedUp: false, coupon };
  const { sent } = show(<RemoveDiscountDialog discount={discount} onClose={onClose} onMoved={vi.fn()} />, {
    SubscriptionDiscountRemove: () => ({
      subscriptionDiscountRemove: {
        __typename: "SubscriptionDiscountRemoveSuccess",
        subscription: moved,
      },
    }),
  });
  expect(screen.getByRole("heading").textContent).toBe("Remove Welcome?");
  await userEvent.setup().click(screen.getByRole("button", { name: "Remove it" }));
  await vi.waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(sent("SubscriptionDiscountRemove")).toEqual([{ input: { discountId: "dsc_1" } }]);
});
