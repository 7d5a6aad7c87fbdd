// Canceling: what is asked of the server, and what is said when it refuses.
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { show } from "~/testing/harness";
import { CancelDialog } from "./CancelDialog";
import type { Detail } from "./operations";

const subscription = (changes: object = {}) =>
  ({
    id: "sub_1",
    status: "ACTIVE",
    cancelAt: null,
    currentPeriod: { start: "2026-11-21T12:00:00Z", end: "2026-12-21T12:00:00Z" },
    plan: { name: "Starter", billing: "IN_ADVANCE" },
    unusedBecomes: "BALANCE",
    ...changes,
  }) as unknown as Detail;

const done = () => ({
  subscriptionCancel: {
    __typename: "SubscriptionCancelSuccess",
    subscription: {
      __typename: "Subscription",
      id: "sub_1",
      version: 3,
      status: "ACTIVE",
      autoRenew: true,
      cancelAt: "2026-12-21T12:00:00Z",
      canceledAt: "2026-11-22T12:00:00Z",
      resumeAt: null,
      endedAt: null,
      pausedAt: null,
      availableActions: ["CANCEL", "KEEP"],
      collection: "METHOD",
      currentPeriod: null,
    },
  },
});

function open(answer: () => object, changes: object = {}) {
  const onClose = vi.fn();
  const onMoved = vi.fn();
  const shown = show(
    <CancelDialog subscription={subscription(changes)} onClose={onClose} onMoved={onMoved} />,
    { SubscriptionCancel: answer },
  );
  return { ...shown, onClose, onMoved, user: userEvent.setup() };
}

it("waits for the end unless it is told not to", async () => {
  const { user, sent, onClose, onMoved } = open(done);
  expect(screen.getByRole("radio", { name: /On Dec 21, 2026/ })).toHaveProperty("checked", true);
  await user.click(screen.getByRole("button", { name: "Cancel at the end" }));
  expect(sent("SubscriptionCancel")).toEqual([
    { input: { subscriptionId: "sub_1", when: "PERIOD_END", creditUnused: false } },
  ]);
  expect(onMoved).toHaveBeenCalledOnce();
  expect(onClose).toHaveBeenCalledOnce();
});

it("gives the unused part to the balance when it is canceled now, if that is wanted", async () => {
  const { user, sent } = open(done);
  await user.click(screen.getByRole("radio", { name: /^Now/ }));
  await user.click(screen.getByRole("button", { name: "Cancel now" }));
  await user.click(screen.getByRole("checkbox"));
  await user.click(screen.getByRole("button", { name: "Cancel now" }));
  expect(
    sent("SubscriptionCancel").map(({ input }) => (input as { creditUnused: boolean }).creditUnused),
  ).toEqual([true, false]);
});

it("says refund, and asks for one, where the merchant gives unused time back that way", async () => {
  const { user, sent } = open(done, { unusedBecomes: "REFUND" });
  await user.click(screen.getByRole("radio", { name: /^Now/ }));
  expect(screen.getByRole("checkbox", { name: /^Refund the unused part/ })).toHaveProperty("checked", true);
  await user.click(screen.getByRole("button", { name: "Cancel now" }));
  expect(sent("SubscriptionCancel")).toEqual([
    { input: { subscriptionId: "sub_1", when: "NOW", creditUnused: false, unused: "REFUND" } },
  ]);
});

it("offers only now where there is no end to wait for, and gives nothing back that was not paid", async () => {
  const { user, sent } = open(done, {
    status: "SUSPENDED",
    currentPeriod: null,
    plan: { name: "Small", billing: "FROM_BALANCE" },
  });
  expect(screen.queryByRole("radio")).toBeNull();
  expect(screen.queryByRole("checkbox")).toBeNull();
  await user.click(screen.getByRole("button", { name: "Cancel now" }));
  expect(sent("SubscriptionCancel")).toEqual([
    { input: { subscriptionId: "sub_1", when: "NOW", creditUnused: false } },
  ]);
});

it("stays open and says why when it is refused, and looks again at what there is", async () => {
  const refusal = { __typename: "ConflictError", code: "CONFLICT", message: "It was changed meanwhile." };
  const { user, onClose, onMoved } = open(() => ({ subscriptionCancel: refusal }));
  await user.click(screen.getByRole("button", { name: "Cancel at the end" }));
  expect((await screen.findByRole("alert")).textContent).toBe("It was changed meanwhile.");
  expect(onMoved).toHaveBeenCalledOnce();
  expect(onClose).not.toHaveBeenCalled();
});
