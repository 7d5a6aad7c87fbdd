// Every status has a word; which payments are still under way.
import { describe, expect, it } from "vitest";
import { en } from "~/i18n/en";
import { invoiceStatus, isUnderway, paymentStatus, subscriptionStatus, switchStatus } from "./status";

const maps = { paymentStatus, subscriptionStatus, invoiceStatus, switchStatus };

describe.each(Object.entries(maps))("%s", (_name, map) => {
  it("says every status with a word of the catalog", () => {
    for (const { word } of Object.values(map)) expect(en.status).toHaveProperty(word);
  });
});

it("knows which payments may still change by themselves", () => {
  const statuses = Object.keys(paymentStatus) as (keyof typeof paymentStatus)[];
  expect(statuses.filter(isUnderway)).toEqual(["REQUIRES_ACTION", "PENDING", "AUTHORIZED"]);
});
