// Days of the reader's calendar as instants.
import { expect, it } from "vitest";
import { dayAfter, isDay, midnight } from "./days";

it("begins at the reader's midnight", () => {
  expect(midnight("2026-11-21")).toBe(new Date(2026, 10, 21).toISOString());
});

it("ends where the next day begins, over months and years too", () => {
  expect(midnight("2026-11-30", 1)).toBe(new Date(2026, 11, 1).toISOString());
  expect(midnight("2026-12-31", 1)).toBe(new Date(2027, 0, 1).toISOString());
});

it.each(["", "2026-02-30", "2026-13-01", "21.11.2026", "2026-1-1"])("takes %j for no day", (text) => {
  expect(midnight(text)).toBeUndefined();
  expect(isDay(text)).toBe(false);
});

it("takes nothing for no day", () => {
  expect(midnight(undefined)).toBeUndefined();
  expect(isDay(undefined)).toBe(false);
  expect(isDay("2026-11-21")).toBe(true);
});

it("counts days on from the one that somebody is in, over months and years", () => {
  expect(dayAfter(new Date(2026, 10, 21, 23, 59), 1)).toBe("2026-11-22");
  expect(dayAfter(new Date(2026, 11, 31), 1)).toBe("2027-01-01");
  expect(dayAfter(new Date(2027, 1, 27), 2)).toBe("2027-03-01");
  expect(dayAfter(new Date(2026, 0, 1), 0)).toBe("2026-01-01");
});
