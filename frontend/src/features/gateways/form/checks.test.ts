// What is told before anything is sent, and whose field a refusal of the server belongs to.
import { describe, expect, it } from "vitest";
import { flawsOf, looksUntested } from "./checks";
import { readFields } from "./fields";
import { refusalOf } from "./refusal";
import { type Shown, startValues, type Values } from "./values";

const fields = readFields({
  required: ["key", "secret"],
  properties: {
    mode: { enum: ["test", "live"], default: "test" },
    key: { type: "string", pattern: "^pk_", maxLength: 8, "x-test-prefix": "pk_test_" },
    secret: { type: "string", writeOnly: true, minLength: 4 },
    days: { type: "integer", minimum: 1, maximum: 30 },
    fee: { type: "number" },
    stores: { type: "array" },
    // Python's, and no pattern of a browser's.
    odd: { type: "string", pattern: "^(?P<a>x)\\Z" },
    live: { type: "string", pattern: "^x$", "x-show-if": { mode: "live" } },
  },
});

const flaws = (changes: Values, shown: Shown = null) =>
  flawsOf(fields, { ...startValues(fields, shown), ...changes }, shown);
const good: Values = { key: "pk_1", secret: "four" };

describe("the form before it is sent", () => {
  it("asks for what is required and for nothing else", () => {
    expect(flaws({})).toEqual({ key: { type: "required" }, secret: { type: "required" } });
    expect(flaws(good)).toEqual({});
  });

  it("needs no secret that is set, unless it is cleared", () => {
    const stored: Shown = { key: "pk_1", secret: { set: true, last4: null } };
    expect(flaws({}, stored)).toEqual({});
    expect(flaws({ secret: null }, stored)).toEqual({ secret: { type: "required" } });
    expect(flaws({}, { key: "pk_1", secret: { set: false, last4: null } })).toEqual({
      secret: { type: "required" },
    });
  });

  it.each([
    ["key", "sk_1", { type: "pattern" }],
    ["key", "pk_123456", { type: "long", limit: 8 }],
    ["secret", "abc", { type: "short", limit: 4 }],
    ["days", "2.5", { type: "integer" }],
    ["days", "0", { type: "least", limit: 1 }],
    ["days", "31", { type: "most", limit: 30 }],
    ["fee", "much", { type: "number" }],
    ["stores", "[oxxo", { type: "json" }],
  ])("sees that %s cannot be %j", (name, text, flaw) => {
    expect(flaws({ ...good, [name]: text })).toEqual({ [name]: flaw });
  });

  it("leaves patterns to the server that only the server understands, and what is hidden alone", () => {
    expect(flaws({ ...good, odd: "y", live: "y" })).toEqual({});
    expect(flaws({ ...good, live: "y", mode: '"live"' })).toEqual({ live: { type: "pattern" } });
  });

  it("doubts a key that does not look like one of test mode, in test mode only", () => {
    const key = fields.find(({ name }) => name === "key");
    if (!key) throw new Error("no key");
    const doubted = (mode: string, text: string) => looksUntested(key, { mode: `"${mode}"`, key: text });
    expect(doubted("test", "pk_live_1")).toBe(true);
    expect(doubted("test", "pk_test_1")).toBe(false);
    expect(doubted("test", "")).toBe(false);
    expect(doubted("live", "pk_live_1")).toBe(false);
  });
});

describe("a refusal", () => {
  it("stands at its field when that is on screen, at the head of the form when not", () => {
    const problem = (path: string[], message: string) => ({ path, message });
    const refusal = refusalOf(
      [
        problem(["label"], "Taken."),
        problem(["settings", "key"], "No key."),
        problem(["input", "settings", "key"], "Said second."),
        problem(["settings", "gone"], "Unknown."),
        problem(["settings"], "They do not fit together."),
        problem([], "Something."),
      ],
      fields,
    );
    expect(refusal).toEqual({
      label: "Taken.",
      fields: { key: "No key." },
      others: ["gone: Unknown.", "They do not fit together.", "Something."],
    });
  });
});
