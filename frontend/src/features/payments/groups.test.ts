// Long numbers in readable groups.
import { expect, it } from "vitest";
import { pictureOf, readable } from "./groups";

it.each([
  ["1010101234567890", "1010 1012 3456 7890"],
  ["12345678901", "1234 5678 901"],
  ["123456", "123456"],
  ["PX-1234567", "PX-1234567"],
])("reads %s as %s", (text, shown) => expect(readable(text)).toBe(shown));

it("reads a CLABE by its parts", () => {
  expect(readable("646180111812345678", "clabe")).toBe("646 180 11181234567 8");
  expect(readable("64618011181234567", "clabe")).toBe("6461 8011 1812 3456 7");
});

it("makes a picture whose text cannot end its address", () => {
  expect(pictureOf('<svg a="#1"/>')).toBe("data:image/svg+xml,%3Csvg%20a%3D%22%231%22%2F%3E");
});
