// Countdowns in words.
import { describe, expect, it } from "vitest";
import { inWords, partsOf } from "./durations";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe("inWords", () => {
  it.each([
    [2 * DAY + 3 * HOUR + 59 * MINUTE, "2 days and 3 hours"],
    [1 * DAY, "1 day"],
    [1 * DAY + 5 * MINUTE, "1 day"],
    [400 * DAY, "400 days"],
    [3 * HOUR + 20 * MINUTE + 5 * SECOND, "3 hours and 20 minutes"],
    [HOUR + 30 * SECOND, "1 hour"],
    [59 * MINUTE + 59 * SECOND, "59 minutes and 59 seconds"],
    [12 * SECOND, "12 seconds"],
    [SECOND, "1 second"],
    [1, "1 second"],
  ])("says %i ms as %s", (milliseconds, words) => {
    expect(inWords(milliseconds, "en-US")).toBe(words);
  });

  it("speaks Spanish", () => {
    expect(inWords(2 * DAY + HOUR, "es-MX")).toBe("2 días y 1 hora");
    expect(inWords(MINUTE + SECOND, "es-MX")).toBe("1 minuto y 1 segundo");
  });

  it("has no words for what is over", () => {
    expect(partsOf(0)).toEqual([]);
    expect(partsOf(-5 * MINUTE)).toEqual([]);
    expect(inWords(-1, "en-US")).toBe("");
  });
});
