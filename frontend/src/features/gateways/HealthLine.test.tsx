// Of an account that does not work staff read whether payers are offered it.
import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { show } from "~/testing/harness";
import { HealthLine } from "./HealthLine";

const NOTE = "Payers are not offered it. Correct its settings, then offer it in the list of gateways.";

it.each([
  [false, false, null, true],
  [false, true, null, false],
  [true, false, null, false],
  [false, false, "2026-03-01T12:00:00Z", false],
])("works: %s, offered: %s, removed: %s; the note stands there: %s", (ok, enabled, removedAt, noted) => {
  const health = { ok, message: "Stripe says so.", checkedAt: "2026-03-01T12:00:00Z" };
  show(<HealthLine account={{ health, enabled, removedAt, problem: null }} />);
  expect(screen.getByText(/Stripe says so\./)).toBeTruthy();
  expect(screen.queryByText(NOTE) !== null).toBe(noted);
});
