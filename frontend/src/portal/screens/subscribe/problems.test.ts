// Where the problems of an order are told.
import { expect, it } from "vitest";
import { sortProblems } from "./problems";

const problem = (path: string[], code: string) => ({ path, code, message: `${code}.` });

it("puts each problem beside its field or its code, and the others at the button", () => {
  const problems = [
    problem(["quantity"], "A"),
    problem(["coupons", "1"], "B"),
    problem(["coupons"], "C"),
    problem(["addons", "0", "quantity"], "D"),
  ];
  expect(sortProblems(problems, "Wrong.")).toEqual({
    fields: { quantity: "A." },
    coupons: { "1": { code: "B", message: "B." } },
    messages: ["C.", "D."],
  });
});

it("tells the whole when no field is named", () => {
  expect(sortProblems([], "Wrong.")).toEqual({ fields: {}, coupons: {}, messages: ["Wrong."] });
});
