// The bank's question through Stripe's script: asked only where there is one, and what came of it.
import { expect, it, vi } from "vitest";
import { askTheBank, type Stripe } from "./stripe";

/** Stripe's script, for a payment in that state; `failure` is what the payer's answer ends in. */
function script(status: string, failure?: { type: string; message?: string }) {
  const handleNextAction = vi.fn(async () => (failure ? { error: failure } : {}));
  const stripe = {
    retrievePaymentIntent: async (secret: string) =>
      secret === "pi_1_secret_2" ? { paymentIntent: { status } } : {},
    handleNextAction,
  } as unknown as Stripe;
  return { stripe, handleNextAction };
}

it("lets the bank ask what waits for the payer", async () => {
  const { stripe, handleNextAction } = script("requires_action");
  expect(await askTheBank(stripe, "pi_1_secret_2")).toBe("answered");
  expect(handleNextAction.mock.calls).toEqual([[{ clientSecret: "pi_1_secret_2" }]]);
});

it("hands on the words of a refusal", async () => {
  const { stripe } = script("requires_action", { type: "card_error", message: "Choose another card." });
  expect(await askTheBank(stripe, "pi_1_secret_2")).toEqual({ refusal: "Choose another card." });
  const { stripe: silent } = script("requires_action", { type: "api_error" });
  expect(await askTheBank(silent, "pi_1_secret_2")).toEqual({ refusal: "" });
});

it.each([
  ["requires_payment_method", "no question"],
  ["requires_confirmation", "no question"],
  ["processing", "answered"],
  ["succeeded", "answered"],
  ["canceled", "answered"],
])("does not ask about a payment that is %s", async (status, came) => {
  const { stripe, handleNextAction } = script(status);
  expect(await askTheBank(stripe, "pi_1_secret_2")).toBe(came);
  expect(handleNextAction).not.toHaveBeenCalled();
});

it("asks nothing about a payment that the script does not find", async () => {
  const { stripe, handleNextAction } = script("requires_action");
  expect(await askTheBank(stripe, "pi_1_secret_of_another")).toEqual({ refusal: "" });
  expect(handleNextAction).not.toHaveBeenCalled();
});
