// Only web addresses may take the browser to a bank.
import { expect, it } from "vitest";
import { isSafeRedirect } from "./redirect";

it("leaves only for web addresses", () => {
  expect(isSafeRedirect("https://bank.example/3ds?id=1")).toBe(true);
  expect(isSafeRedirect("javascript:alert(1)")).toBe(false);
  expect(isSafeRedirect("data:text/html,hi")).toBe(false);
  expect(isSafeRedirect("https://")).toBe(false);
});
