// Where each part of a refusal is said.
import { expect, it } from "vitest";
import { refusalOf } from "./refusal";

const field = (path: string[], message: string) => ({ path, message });
const invalid = (...fields: { path: string[]; message: string }[]) => ({
  __typename: "InvalidInputError",
  message: "The input is not valid.",
  fields,
});

it("says beside its field what has one, and the rest at the button", () => {
  const refusal = refusalOf(
    invalid(field(["amount", "amount"], "Too much."), field(["payWith", "token"], "Used already.")),
    ["amount"],
  );
  expect(refusal).toEqual({ message: "Used already.", fields: { amount: "Too much." } });
});

it("does not repeat at the button what is said beside the field", () => {
  expect(refusalOf(invalid(field(["amount"], "Too much.")), ["amount"]).message).toBe("");
});

it("falls back to the message of the refusal", () => {
  expect(refusalOf(invalid()).message).toBe("The input is not valid.");
  expect(refusalOf({ __typename: "ConflictError", message: "Sent before." }).message).toBe("Sent before.");
});

it("keeps both amounts of too little balance", () => {
  const needed = { amount: "5.00", currency: "USD" };
  const available = { amount: "1.00", currency: "USD" };
  const answer = { __typename: "InsufficientBalanceError", message: "Not enough.", needed, available };
  expect(refusalOf(answer).lacking).toEqual({ needed, available });
});
