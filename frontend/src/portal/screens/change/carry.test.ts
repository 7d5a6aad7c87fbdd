// What goes along to another plan.
import { expect, it } from "vitest";
import { carry, isSame } from "./carry";

const addon = (id: string, code: string, maxQuantity: number | null = null) => ({ id, code, maxQuantity });
const small = [addon("a1", "disk"), addon("a2", "backup")];
const large = [addon("b1", "disk", 4), addon("b3", "gpu")];

it("takes along the quantity and what the other plan has too, by its code", () => {
  expect(carry({ quantity: 2, addons: { a1: 3, a2: 1 } }, small, large)).toEqual({
    quantity: 2,
    addons: { b1: 3 },
  });
});

it("takes along no more than the other plan allows", () => {
  expect(carry({ quantity: 1, addons: { a1: 9 } }, small, large).addons).toEqual({ b1: 4 });
});

it("knows what orders the same", () => {
  expect(isSame({ quantity: 1, addons: {} }, { quantity: 1, addons: { a1: 0 } })).toBe(true);
  expect(isSame({ quantity: 1, addons: {} }, { quantity: 2, addons: {} })).toBe(false);
  expect(isSame({ quantity: 1, addons: { a1: 1 } }, { quantity: 1, addons: {} })).toBe(false);
});
