// What is owed: until when everything stays on, what is said once it went off, and where nothing is late.
import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { show, usd } from "~/testing/harness";
import { Owed } from "./Owed";
import type { Detail, OwnInvoice } from "./operations";

/** As the reader's own clock shows it, wherever the test runs. */
const local = (day: number, hours: number, minutes = 0) =>
  new Date(2026, 11, day, hours, minutes).toISOString();

const FEATURE = { code: "backups", name: "Backups", value: null };

function open({ on = ["backups"], ...changes }: { on?: string[] } & Record<string, unknown> = {}) {
  const subscription = {
    id: "sub_1",
    status: "PAST_DUE",
    createdAt: local(1, 12),
    collection: "METHOD",
    featuresUntil: local(28, 15, 30),
    plan: { name: "Starter", features: [FEATURE] },
    ...changes,
  } as unknown as Detail;
  const invoice = {
    id: "inv_2",
    number: "INV-000002",
    status: "OPEN",
    issuedAt: local(21, 12),
    dueAt: local(21, 12),
    amountDue: usd("10.00"),
    payments: [],
  } as unknown as OwnInvoice;
  show(<Owed subscription={subscription} invoices={[invoice]} on={new Set(on)} />);
}

const words = () => document.body.textContent;

it("says until when everything stays on", () => {
  open();
  expect(screen.getByText("A payment is missing since Dec 21, 2026")).toBeTruthy();
  expect(words()).toMatch(/Everything stays on until Dec 28, 2026, 3:30\sPM\. Pay before then to keep it\./);
});

it("says that it is off once it is, whatever the reader's clock says", () => {
  open({ on: [] });
  expect(screen.getByText("It is off until this is paid.")).toBeTruthy();
  expect(words()).not.toContain("stays on");
});

it("says nothing of features where the plan has none", () => {
  open({ plan: { name: "Starter", features: [] } });
  expect(words()).not.toMatch(/stays on|is off/);
});

it("says nothing of features while nothing is late", () => {
  open({ status: "ACTIVE", featuresUntil: null });
  expect(words()).not.toMatch(/stays on|is off/);
});
