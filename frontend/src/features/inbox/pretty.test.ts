// Only the white space changes.
import { describe, expect, it } from "vitest";
import { pretty } from "./pretty";

describe("a webhook on several lines", () => {
  it("keeps every digit, and what stands in texts", () => {
    expect(
      pretty('{"amount":10.50,"id":12345678901234567890,"note":"a, {b}: \\"c\\"","more":[1,{}],"none":[]}'),
    ).toBe(
      `{
  "amount": 10.50,
  "id": 12345678901234567890,
  "note": "a, {b}: \\"c\\"",
  "more": [
    1,
    {}
  ],
  "none": []
}`,
    );
  });

  it("leaves what is no JSON as it came", () => {
    expect(pretty("type=charge&id=1")).toBe("type=charge&id=1");
  });
});
