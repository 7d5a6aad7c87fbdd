// The log on screen: signs, filters, older pages, and what comes in at the top.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeEach, expect, it } from "vitest";
import { midnight } from "~/lib/days";
import { show, usd } from "~/testing/harness";
import { BalanceLog } from "./BalanceLog";
import type { Shown } from "./LogFilters";

const row = (number: number, amount: string, changes: object = {}) => ({
  __typename: "BalanceTransaction",
  id: `btx_${number}`,
  number,
  reason: amount.startsWith("-") ? "TARIFF" : "TOP_UP",
  description: `Movement ${number}`,
  actor: "CUSTOMER",
  amount: usd(amount),
  balanceAfter: usd("20.00"),
  occurredAt: "2026-11-21T10:00:00Z",
  payment: null,
  invoice: null,
  subscription: null,
  ...changes,
});

const page = (nodes: object[], endCursor: string | null = null) => ({
  me: {
    __typename: "Customer",
    id: "cus_1",
    transactions: {
      __typename: "BalanceTransactionConnection",
      nodes,
      pageInfo: { __typename: "PageInfo", hasNextPage: endCursor !== null, endCursor },
    },
  },
});

function Screen({ version }: { version: number }) {
  const [shown, setShown] = useState<Shown>({});
  return <BalanceLog currency="USD" version={version} shown={shown} onShow={setShown} />;
}

const { happyDOM } = window as unknown as { happyDOM: { setViewport: (to: { width: number }) => void } };

beforeEach(() => happyDOM.setViewport({ width: 360 }));

const items = () => screen.getAllByRole("listitem").map((item) => item.textContent ?? "");

const two = () =>
  page([
    row(2, "-1.20", { subscription: { __typename: "Subscription", id: "sub_1" } }),
    row(1, "50.00", {
      payment: { __typename: "Payment", id: "pay_1" },
      invoice: { __typename: "Invoice", id: "inv_1", number: "INV-7" },
      actor: "STAFF",
    }),
  ]);

it("is a table where there is room", async () => {
  happyDOM.setViewport({ width: 1280 });
  show(<Screen version={1} />, { Transactions: two });
  await screen.findByText("Movement 2");
  const rows = screen.getAllByRole("row").map((each) => each.textContent ?? "");
  expect(rows[0]).toBe("WhenReasonDescriptionAmountBalance after");
  expect(rows[1]).toContain("Time usedMovement 2\u22121.20 USD20.00 USD");
  expect(rows[2]).toContain("+50.00 USD");
  expect(screen.queryByRole("listitem")).toBeNull();
});

it("shows each movement with its reason in words and its sign", async () => {
  show(<Screen version={1} />, { Transactions: two });
  await screen.findByText("Movement 2");
  const [newest, oldest] = items();
  expect(newest).toContain("Time used");
  expect(newest).toContain("\u22121.20 USD");
  expect(newest).toContain("Balance 20.00 USD");
  expect(oldest).toContain("Top-up");
  expect(oldest).toContain("+50.00 USD");
  expect(oldest).toContain("INV-7 · by the shop’s staff");
  expect(screen.getByText("Movement 1").closest("a")?.getAttribute("href")).toBe("/payments/pay_1");
  expect(screen.getByText("Movement 2").closest("a")?.getAttribute("href")).toBe("/subscriptions/sub_1");
  expect(screen.getByText("2 transactions shown")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Show older" })).toBeNull();
});

it("reads older pages by cursor, and the first one again when the balance moved", async () => {
  const pages: Record<string, object> = {
    first: page([row(4, "1.00"), row(3, "1.00")], "c3"),
    c3: page([row(2, "1.00"), row(1, "1.00")]),
  };
  const { rerenderWith, sent } = show(<Screen version={1} />, {
    Transactions: ({ after }) => pages[String(after ?? "first")] ?? page([]),
  });
  await userEvent.click(await screen.findByRole("button", { name: "Show older" }));
  await screen.findByText("4 transactions shown");
  pages.first = page([row(5, "-2.00"), row(4, "1.00")], "c4");
  rerenderWith(<Screen version={2} />);
  await screen.findByText("5 transactions shown");
  expect(items()[0]).toContain("Movement 5");
  expect(screen.queryByRole("button", { name: "Show older" })).toBeNull();
  expect(sent("Transactions").map(({ after }) => after ?? null)).toEqual([null, "c3", null]);
});

it("asks by reason and by whole days of the reader", async () => {
  const { sent } = show(<Screen version={1} />, { Transactions: () => page([]) });
  await screen.findByText("What comes in and goes out will appear here.");
  await userEvent.selectOptions(screen.getByLabelText("Reason"), "Refund");
  await userEvent.type(screen.getByLabelText("From"), "2026-11-01");
  await userEvent.type(screen.getByLabelText("Until"), "2026-11-30");
  await waitFor(() =>
    expect(sent("Transactions").at(-1)).toMatchObject({
      currency: "USD",
      first: 25,
      reason: ["REFUND"],
      from: midnight("2026-11-01"),
      until: midnight("2026-12-01"),
    }),
  );
  await screen.findByText("No transactions match.");
  await userEvent.click(screen.getByRole("button", { name: "Clear filters" }));
  await screen.findByText("What comes in and goes out will appear here.");
  expect(within(screen.getByLabelText("Reason")).getByRole("option", { selected: true }).textContent).toBe(
    "All reasons",
  );
});

it("keeps what it shows when a later look fails, and looks again", async () => {
  let broken = false;
  const { rerenderWith } = show(<Screen version={1} />, {
    Transactions: () => (broken ? Promise.reject(new Error("offline")) : page([row(1, "1.00")])),
  });
  await screen.findByText("Movement 1");
  broken = true;
  rerenderWith(<Screen version={2} />);
  await screen.findByText("This part could not be loaded");
  expect(screen.getByText("Movement 1")).toBeTruthy();
  broken = false;
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(screen.queryByText("This part could not be loaded")).toBeNull());
});
