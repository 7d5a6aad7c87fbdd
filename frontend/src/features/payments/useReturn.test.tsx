// Back from a gateway's page: the gateway is asked once, whatever is drawn again meanwhile; and only then.
import { waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { show } from "~/testing/harness";
import { useReturn } from "./useReturn";

function Page({ back, onAsked }: { back: boolean; onAsked: () => void }) {
  useReturn("pay_1", back, onAsked);
  return null;
}

const refused = {
  paymentReturn: { __typename: "NotFoundError", code: "NOT_FOUND", message: "There is no such payment." },
};

it("asks once, and goes on whatever the answer is", async () => {
  const onAsked = vi.fn();
  const view = show(<Page back onAsked={onAsked} />, { PaymentReturn: () => refused });
  view.rerenderWith(<Page back onAsked={onAsked} />);
  await waitFor(() => expect(onAsked).toHaveBeenCalledOnce());
  view.rerenderWith(<Page back={false} onAsked={onAsked} />);
  expect(view.sent("PaymentReturn")).toEqual([{ input: { paymentId: "pay_1" } }]);
});

it("goes on when no answer came", async () => {
  const onAsked = vi.fn();
  show(<Page back onAsked={onAsked} />, { PaymentReturn: () => Promise.reject(new Error("gone")) });
  await waitFor(() => expect(onAsked).toHaveBeenCalledOnce());
});

it("asks for nothing when nobody comes back", () => {
  const view = show(<Page back={false} onAsked={() => {}} />);
  expect(view.sent("PaymentReturn")).toEqual([]);
});
