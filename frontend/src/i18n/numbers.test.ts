// Rates as the reader's region writes them, with every decimal that they have.
import { expect, it } from "vitest";
import { percentText } from "./numbers";

it.each([
  ["16", "en-US", "16%"],
  ["9.975", "en-US", "9.975%"],
  ["0.0001", "en-US", "0.0001%"],
  ["100.00", "en-US", "100%"],
  ["0", "en-US", "0%"],
  ["16.5", "es-ES", "16,5\u00a0%"],
])("writes %s in %s as %s", (percent, tag, shown) => {
  expect(percentText(percent, tag)).toBe(shown);
});
