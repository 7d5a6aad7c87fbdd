// The turns of a subscription's life among its invoices, newest first.
import { expect, it } from "vitest";
import { historyOf } from "./history";
import type { Life } from "./standing";

const day = (number: number) => `2026-11-${String(number).padStart(2, "0")}T00:00:00Z`;
const life = (changes: Partial<Life>): Life => ({
  status: "ACTIVE",
  autoRenew: true,
  createdAt: day(1),
  canceledAt: null,
  cancelAt: null,
  pastDueAt: null,
  pausedAt: null,
  resumeAt: null,
  endedAt: null,
  trial: null,
  currentPeriod: { start: day(1), end: day(30) },
  pendingChange: null,
  plan: { billing: "IN_ADVANCE" },
  ...changes,
});
const invoice = (number: string, issuedAt: string | null) => ({
  number,
  status: "PAID" as const,
  issuedAt,
});
const told = (...entries: ReturnType<typeof historyOf<ReturnType<typeof invoice>>>) =>
  entries.map(({ turn, invoice }) => turn ?? invoice?.number);

it("tells the newest first; the invoice that a purchase made comes after the purchase", () => {
  const invoices = [invoice("2", day(15)), invoice("1", day(1)), invoice("draft", null)];
  expect(told(...historyOf(life({ status: "PAST_DUE", pastDueAt: day(15) }), invoices))).toEqual([
    "2",
    "fellBehind",
    "1",
    "subscribed",
  ]);
});

it("tells of a cancellation when it was asked for and when it came", () => {
  const canceled = life({ status: "CANCELED", canceledAt: day(5), cancelAt: day(30), endedAt: day(30) });
  expect(told(...historyOf(canceled, []))).toEqual(["canceled", "cancelAsked", "subscribed"]);
  expect(told(...historyOf({ ...canceled, canceledAt: day(30) }, []))).toEqual(["canceled", "subscribed"]);
});

it("tells that a trial began, that it rests, and that it was not renewed", () => {
  const trial = { start: day(1), end: day(14) };
  expect(told(...historyOf(life({ status: "PAUSED", trial, pausedAt: day(20) }), []))).toEqual([
    "paused",
    "trialStarted",
  ]);
  expect(told(...historyOf(life({ status: "EXPIRED", endedAt: day(30) }), []))).toEqual([
    "expired",
    "subscribed",
  ]);
});
