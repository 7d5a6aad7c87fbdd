// A payment on screen: what was heard live is not undone by an older answer that arrives later.
import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { show, usd } from "~/testing/harness";
import { usePayment } from "./usePayment";

const payment = (version: number, status: string) => ({
  __typename: "Payment",
  id: "pay_1",
  version,
  status,
  gateway: "sandbox",
  kind: "CARD",
  purpose: "TOP_UP",
  amount: usd("10.00"),
  captured: usd("0.00"),
  cardBrand: null,
  cardLast4: null,
  createdAt: "2026-11-21T10:00:00Z",
  updatedAt: "2026-11-21T10:00:00Z",
  setAside: false,
  decline: null,
  action: null,
  invoice: null,
});

function Status() {
  const { result } = usePayment("pay_1");
  return <p>{result.data?.payment?.status ?? "nothing"}</p>;
}

it("catches up when an answer from before a live update arrives after it", async () => {
  let arrive: (data: object) => void = () => {};
  const answers = [
    new Promise<object>((resolve) => (arrive = resolve)),
    { payment: payment(3, "SUCCEEDED") },
  ];
  const { push, sent } = show(<Status />, { Payment: () => answers.shift() ?? {} });
  await push("PaymentUpdated", { paymentUpdated: payment(3, "SUCCEEDED") });
  arrive({ payment: payment(2, "REQUIRES_ACTION") });
  await screen.findByText("REQUIRES_ACTION");
  await screen.findByText("SUCCEEDED");
  expect(sent("Payment")).toHaveLength(2);
});

it("asks for nothing again when the live update is what is shown", async () => {
  const { push, sent } = show(<Status />, { Payment: () => ({ payment: payment(2, "PENDING") }) });
  await screen.findByText("PENDING");
  await push("PaymentUpdated", { paymentUpdated: payment(3, "SUCCEEDED") });
  await screen.findByText("SUCCEEDED");
  await waitFor(() => expect(sent("Payment")).toHaveLength(1));
});
