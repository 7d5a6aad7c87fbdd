// Codes of an order: a wrong one stays in the field, those that count become chips in their order.
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { show } from "~/testing/harness";
import { CouponField } from "./CouponField";
import { useCoupons } from "./useCoupons";

const wanted = { planId: "plan_1", quantity: 2, addons: [] };
const good = { subscriptionQuote: { __typename: "SubscriptionQuoteSuccess", quote: null } };
const refused = (path: string[], code: string, message: string) => ({
  subscriptionQuote: {
    __typename: "InvalidInputError",
    code: "INVALID_INPUT",
    message: "Something is wrong.",
    fields: [{ __typename: "FieldError", path, code, message }],
  },
});

const onBuy = vi.fn();
const onChange = vi.fn();

function Order({ problems = {} }: { problems?: Record<string, { code: string; message: string }> }) {
  const coupons = useCoupons(wanted);
  return (
    <form onSubmit={onBuy}>
      <CouponField coupons={coupons} problems={problems} locked={false} onChange={onChange} />
      <p data-testid="codes">{coupons.codes.join(" ")}</p>
    </form>
  );
}

async function open(answers: (object | Error)[], element = <Order />) {
  const user = userEvent.setup();
  const shown = show(element, {
    SubscriptionQuote: () => {
      const answer = answers.shift() ?? good;
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  await user.click(screen.getByRole("button", { name: "Have a code?" }));
  return { ...shown, user, field: screen.getByLabelText<HTMLInputElement>("Code") };
}

it("takes a code with Enter, which does not buy, and the next behind it", async () => {
  const { user, field, sent } = await open([]);
  expect(document.activeElement).toBe(field);
  await user.type(field, " welcome {Enter}");
  await screen.findByRole("button", { name: "Remove WELCOME" });
  expect(field.value).toBe("");
  await user.type(field, "three");
  await user.click(screen.getByRole("button", { name: "Apply" }));
  await screen.findByRole("button", { name: "Remove THREE" });
  expect(screen.getByTestId("codes").textContent).toBe("WELCOME THREE");
  expect(sent("SubscriptionQuote")).toEqual([
    { input: { ...wanted, coupons: ["WELCOME"] } },
    { input: { ...wanted, coupons: ["WELCOME", "THREE"] } },
  ]);
  expect(onChange).toHaveBeenCalledTimes(2);
  expect(onBuy).not.toHaveBeenCalled();
});

it("asks nothing about an empty field", async () => {
  const { user, field, sent } = await open([]);
  await user.type(field, "  {Enter}");
  expect(sent("SubscriptionQuote")).toEqual([]);
});

it("says what is wrong at the field, and keeps what counts", async () => {
  const { user, field } = await open([
    good,
    refused(["coupons", "1"], "UNKNOWN_COUPON", "There is no such coupon."),
    refused(["coupons", "1"], "SOMETHING_NEW", "Not on Sundays."),
    refused(["coupons"], "TOO_MANY", "Use at most 5 coupons."),
  ]);
  await user.type(field, "welcome{Enter}");
  await screen.findByRole("button", { name: "Remove WELCOME" });
  await user.type(field, "welcom{Enter}");
  await screen.findByText("There is no such code.");
  expect(field.value).toBe("welcom");
  expect(field.getAttribute("aria-invalid")).toBe("true");
  await user.type(field, "x");
  expect(screen.queryByText("There is no such code.")).toBeNull();
  await user.type(field, "{Enter}");
  await screen.findByText("Not on Sundays.");
  await user.type(field, "{Enter}");
  await screen.findByText("Use at most 5 coupons.");
  expect(screen.queryAllByRole("listitem")).toHaveLength(1);
});

it("takes a code though something else is wrong with the order", async () => {
  const { user, field } = await open([refused(["quantity"], "OUT_OF_RANGE", "Too many.")]);
  await user.type(field, "welcome{Enter}");
  await screen.findByRole("button", { name: "Remove WELCOME" });
});

it("says when the code could not be checked", async () => {
  const { user, field } = await open([new Error("offline")]);
  await user.type(field, "welcome{Enter}");
  await screen.findByText("The code could not be checked. Try again.");
});

it("takes a code off again and leaves the focus in the field", async () => {
  const { user, field } = await open([]);
  await user.type(field, "welcome{Enter}");
  await user.click(await screen.findByRole("button", { name: "Remove WELCOME" }));
  expect(screen.queryByRole("listitem")).toBeNull();
  expect(document.activeElement).toBe(field);
});

it("shows at a chip what has become wrong with its code", async () => {
  const problems = { "0": { code: "EXHAUSTED", message: "" } };
  const { user, field } = await open([], <Order problems={problems} />);
  await user.type(field, "welcome{Enter}");
  await screen.findByText("This code was used as often as it can be.");
});
