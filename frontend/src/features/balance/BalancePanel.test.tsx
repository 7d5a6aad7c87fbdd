// A balance on screen: live, announced, and counting down.
import { act, screen } from "@testing-library/react";
import { useQuery } from "urql";
import { afterEach, expect, it, vi } from "vitest";
import { balance, show, usd } from "~/testing/harness";
import { BalancePanel } from "./BalancePanel";
import { FundedUntil } from "./FundedUntil";
import { BalancesQuery } from "./operations";

function Balances() {
  const [{ data }] = useQuery({ query: BalancesQuery });
  return data?.me?.balances.map((each) => (
    <BalancePanel
      key={each.currency}
      balance={each}
      own={each.currency === data.me?.currency}
      chosen={null}
      onStale={() => {}}
    />
  ));
}

const mxn = (amount: string) => ({ __typename: "Money", amount, currency: "MXN" });

async function open(...balances: object[]) {
  const me = { __typename: "Customer", id: "cus_1", currency: "USD", balances };
  const view = show(<Balances />, { Balances: () => ({ me }) });
  await screen.findAllByRole("article");
  return view;
}

afterEach(() => vi.useRealTimers());

it("puts a live update into the balance of that currency, and announces it", async () => {
  const { push } = await open(
    balance(),
    balance({ currency: "MXN", available: mxn("100.00"), held: mxn("0.00") }),
  );
  const panel = (currency: string) => screen.getByRole("article", { name: `Balance in ${currency}` });
  expect(panel("USD").textContent).toContain("20.00 USD");
  expect(panel("USD").querySelector("[aria-live=polite]")?.textContent).toBe("");

  await push("BalanceUpdated", {
    balanceUpdated: balance({ currency: "MXN", version: 2, available: mxn("350.00"), held: mxn("5.00") }),
  });

  expect(panel("MXN").textContent).toContain("350.00 MXN");
  expect(panel("MXN").querySelector("[aria-live=polite]")?.textContent).toBe("Available: 350.00 MXN");
  expect(panel("MXN").textContent).toContain("5.00 MXN more is held");
  expect(panel("USD").textContent).toContain("20.00 USD");
  expect(panel("USD").querySelector("[aria-live=polite]")?.textContent).toBe("");
});

it("says nothing of what is held when nothing is, nor of an end when nothing runs", async () => {
  await open(balance());
  expect(screen.queryByText(/held/)).toBeNull();
  expect(screen.queryByRole("timer")).toBeNull();
});

it("leads to topping up in the customer's own currency alone", async () => {
  const pesos = { currency: "MXN", available: mxn("9.00"), held: mxn("0.00") };
  await open(balance({ available: usd("0.00") }), balance(pesos));
  const links = screen
    .getAllByRole("link")
    .map((link) => [link.closest("article")?.getAttribute("aria-label"), link.getAttribute("href")]);
  expect(links).toEqual([["Balance in USD", "/balance/top-up"]]);
});

it("counts down in words, and says when it is over", async () => {
  vi.useFakeTimers({ now: new Date("2026-11-21T10:00:00Z") });
  show(<FundedUntil until="2026-11-21T12:00:05Z" />);
  const timer = () => screen.queryByRole("timer")?.textContent;
  expect(timer()).toBe("2 hours left at what you use now");
  await act(() => vi.advanceTimersByTimeAsync(60_000));
  expect(timer()).toBe("1 hour and 59 minutes left at what you use now");
  await act(() => vi.advanceTimersByTimeAsync(2 * 3_600_000 - 60_000));
  expect(timer()).toBe("5 seconds left at what you use now");
  await act(() => vi.advanceTimersByTimeAsync(5_000));
  expect(timer()).toBeUndefined();
  expect(screen.getByText(/^The balance ran out on/)).toBeTruthy();
  expect(vi.getTimerCount()).toBe(0);
});

it("counts on when money came", async () => {
  vi.useFakeTimers({ now: new Date("2026-11-21T10:00:00Z") });
  const { rerenderWith } = show(<FundedUntil until="2026-11-21T10:00:01Z" />);
  await act(() => vi.advanceTimersByTimeAsync(90_000));
  expect(screen.queryByRole("timer")).toBeNull();
  rerenderWith(<FundedUntil until="2026-11-21T11:00:00Z" />);
  await act(() => vi.advanceTimersByTimeAsync(1_000));
  expect(screen.getByRole("timer").textContent).toBe("58 minutes and 29 seconds left at what you use now");
});
