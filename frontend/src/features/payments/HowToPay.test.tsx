// What a payer is shown who brings the money, and what came in when it is not what was asked for.
import { screen } from "@testing-library/react";
import { createRef } from "react";
import { expect, it } from "vitest";
import { show, usd } from "~/testing/harness";
import { stillDue } from "./byhand";
import { type ByHandAction, HowToPay } from "./HowToPay";
import type { Payment } from "./operations";
import { PaymentHero } from "./PaymentHero";

const voucher = (changes: object = {}): ByHandAction => ({
  __typename: "VoucherAction",
  reference: "1010101234567890",
  barcodeSvg: "<svg/>",
  documentUrl: "https://slips.example/1",
  expiresAt: "2026-11-24T23:59:00Z",
  ...changes,
});

it("shows a voucher with its bar code, its reference in groups, and a link to the slip", () => {
  show(<HowToPay action={voucher()} amount={usd("190.00")} />);
  expect(screen.getByRole("img").getAttribute("src")).toBe("data:image/svg+xml,%3Csvg%2F%3E");
  expect(screen.getByText("1010 1012 3456 7890")).toBeTruthy();
  expect(screen.getByText("Nov 24, 2026, 11:59 PM")).toBeTruthy();
  const slip = screen.getByRole("link", { name: "Open the slip in a new tab" });
  expect([slip.getAttribute("href"), slip.getAttribute("rel")]).toEqual([
    "https://slips.example/1",
    "noopener noreferrer",
  ]);
});

it("draws no bar code that there is not, and leads to no address that could run a script", () => {
  show(
    <HowToPay
      action={voucher({ barcodeSvg: "", documentUrl: "javascript:alert(1)", expiresAt: null })}
      amount={usd("190.00")}
    />,
  );
  expect(screen.queryByRole("img")).toBeNull();
  expect(screen.queryByRole("link")).toBeNull();
  expect(screen.queryByText("Pay before")).toBeNull();
});

it.each([
  ["50.00", "50.00 USD came in: less than was asked for."],
  ["200.00", "200.00 USD came in: more than was asked for."],
  ["190.00", null],
])("of a transfer that brought %s says %s", (came, words) => {
  const payment = {
    status: "SUCCEEDED",
    kind: "BANK_TRANSFER",
    amount: usd("190.00"),
    captured: usd(came),
    decline: null,
  } as unknown as Payment;
  show(<PaymentHero payment={payment} ref={createRef()} />);
  const told = screen.queryByText(
    (_, element) => element?.tagName === "P" && / came in: /.test(element.textContent ?? ""),
  );
  expect(told?.textContent ?? null).toBe(words);
});

it.each([
  ["35.00", "35.00 USD came in already. 5.00 USD is still to come."],
  ["0.00", null],
])("of a transfer that waits and brought %s says what is missing", (came, words) => {
  const payment = {
    status: "PENDING",
    kind: "BANK_TRANSFER",
    amount: usd("40.00"),
    captured: usd(came),
    decline: null,
  } as unknown as Payment;
  show(<PaymentHero payment={payment} ref={createRef()} />);
  const told = screen.queryByText(
    (_, element) => element?.tagName === "P" && / came in /.test(element.textContent ?? ""),
  );
  expect(told?.textContent ?? null).toBe(words);
  expect(stillDue(payment)).toEqual(usd(came === "0.00" ? "40.00" : "5.00"));
});
