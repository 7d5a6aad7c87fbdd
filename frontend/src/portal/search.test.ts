// What an address may ask for, and what is left out of it.
import { describe, expect, it } from "vitest";
import { actIn, amountOf, currencyOf, idOf, logOf, nextPath, paymentOf, quantityOf } from "./search";

describe("next", () => {
  it.each(["/", "/subscribe/plan_1", "/balance?currency=USD"])("goes on to %s", (next) => {
    expect(nextPath({ next }).next).toBe(next);
  });

  it.each(["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "", 5, null])(
    "never goes to %j",
    (next) => {
      expect(nextPath({ next }).next).toBeUndefined();
    },
  );
});

it("takes amounts as they are written by the server, or as the address writes numbers", () => {
  expect(amountOf({ amount: "12.30" })).toEqual({ amount: "12.30" });
  expect(amountOf({ amount: 50 })).toEqual({ amount: "50" });
  for (const amount of ["-1", "1e9", "1,5", "", Number.NaN, null, {}])
    expect(amountOf({ amount })).toEqual({});
});

it("takes currencies, ids and quantities that can be", () => {
  expect(currencyOf({ currency: "MXN" })).toEqual({ currency: "MXN" });
  expect(currencyOf({ currency: "mxn" })).toEqual({});
  expect(idOf("prod_01abc")).toBe("prod_01abc");
  expect(idOf("../x")).toBeUndefined();
  expect(quantityOf({ quantity: 3 })).toEqual({ quantity: 3 });
  for (const quantity of [0, -1, 1.5, 10_000, "3", null]) expect(quantityOf({ quantity })).toEqual({});
});

it("keeps what a log can be filtered by", () => {
  expect(logOf({ currency: "USD", reason: "TARIFF", from: "2026-11-01", until: "2026-11-30" })).toEqual({
    currency: "USD",
    reason: "TARIFF",
    from: "2026-11-01",
    until: "2026-11-30",
  });
  expect(logOf({ reason: "toString", from: "yesterday", until: "2026-02-30" })).toEqual({});
});

describe("act", () => {
  it("opens a dialog that there is, and no other", () => {
    expect(actIn({ act: "cancel" }).act).toBe("cancel");
    for (const act of ["resume", "", 1, undefined]) expect(actIn({ act }).act).toBeUndefined();
  });

  it("knows which discount it is about", () => {
    expect(actIn({ act: "remove-discount", discount: "dsc_01" })).toEqual({
      act: "remove-discount",
      discount: "dsc_01",
    });
    for (const discount of ["../x", 5, undefined]) expect(actIn({ discount }).discount).toBeUndefined();
  });
});

it("knows a return from a gateway's page, whatever the gateway added to the address", () => {
  expect(paymentOf({ back: 1, next: "/balance", token: "EC-1", id: "tr1" })).toEqual({
    next: "/balance",
    back: true,
  });
  for (const back of [undefined, 0, "yes", false]) expect(paymentOf({ back }).back).toBeUndefined();
});
