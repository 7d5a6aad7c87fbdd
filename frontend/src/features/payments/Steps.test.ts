// Where a payment stands among its steps, for each status.
import { expect, it } from "vitest";
import { stepsOf } from "./Steps";

it.each([
  ["PENDING", "Verify:Now"],
  ["REQUIRES_ACTION", "Verify:Now"],
  ["SUCCEEDED", "Done:Done"],
  ["FAILED", "Failed:Stopped"],
  ["CANCELED", "Canceled:Stopped"],
  ["EXPIRED", "Expired:Stopped"],
] as const)("a %s payment stands at %s", (status, step) => {
  expect(stepsOf(status).map(([name, state]) => `${name}:${state}`)).toContain(step);
});

it("leaves the bank out of what the balance pays", () => {
  expect(stepsOf("SUCCEEDED", "BALANCE")).toEqual([
    ["Started", "Done"],
    ["Done", "Done"],
  ]);
});

it.each([
  ["STORE", "PENDING", "Bring:Now"],
  ["BANK_TRANSFER", "SUCCEEDED", "Bring:Done"],
  ["WALLET", "REQUIRES_ACTION", "Agree:Now"],
] as const)("has no bank check for what is paid by %s", (kind, status, step) => {
  const steps = stepsOf(status, kind).map(([name, state]) => `${name}:${state}`);
  expect(steps).toContain(step);
  expect(steps).toHaveLength(3);
});
