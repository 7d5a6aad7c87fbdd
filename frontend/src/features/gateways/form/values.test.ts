// What is sent: all of a new account, only the changes of one that is there, and never a secret that nobody entered.
import { describe, expect, it } from "vitest";
import { readFields } from "./fields";
import { isShown, type Shown, settingsToSend, startValues, type Values } from "./values";

const fields = readFields({
  required: ["key", "secret"],
  properties: {
    mode: { type: "string", enum: ["test", "live"], default: "test" },
    key: { type: "string" },
    secret: { type: "string", writeOnly: true },
    hook: { anyOf: [{ type: "string", writeOnly: true }, { type: "null" }], default: null },
    days: { type: "integer", default: 3 },
    fee: { anyOf: [{ type: "number" }, { type: "string" }], default: "0.10" },
    instant: { type: "boolean", default: true },
    stores: { type: "array", default: ["oxxo"] },
    note: { anyOf: [{ type: "string" }, { type: "null" }], default: null, "x-widget": "textarea" },
    address: {
      anyOf: [{ type: "string" }, { type: "null" }],
      default: null,
      "x-show-if": { mode: "test" },
    },
  },
});

const stored: Shown = {
  mode: "test",
  key: "pk_1",
  secret: { set: true, last4: "1234" },
  hook: { set: true, last4: null },
  days: 5,
  fee: "0.10",
  instant: false,
  stores: ["oxxo", "seven"],
  note: null,
  address: "http://127.0.0.1:9",
};

const fresh = (changes: Values): Values => ({ ...startValues(fields, null), ...changes });
const changed = (changes: Values): Values => ({ ...startValues(fields, stored), ...changes });

describe("a new account", () => {
  it("begins with the defaults and no secrets", () => {
    expect(startValues(fields, null)).toEqual({
      mode: '"test"',
      key: "",
      secret: "",
      hook: "",
      days: "3",
      fee: "0.10",
      instant: true,
      stores: '[\n  "oxxo"\n]',
      note: "",
      address: "",
    });
  });

  it("sends what stands in the form, in the types of the schema", () => {
    const entered = fresh({ key: " pk_1 ", secret: "sk_1\n", days: "7", fee: "0.30", note: " a \n b " });
    expect(settingsToSend(fields, entered, null)).toEqual({
      mode: "test",
      key: "pk_1",
      secret: "sk_1",
      days: 7,
      fee: "0.30",
      instant: true,
      stores: ["oxxo"],
      note: " a \n b ",
    });
  });

  it("sends what cannot be read as it was typed: the server says what is wrong with it", () => {
    const sent = settingsToSend(fields, fresh({ days: "soon", stores: "[oxxo" }), null);
    expect(sent).toMatchObject({ days: "soon", stores: "[oxxo" });
  });
});

describe("an account that is there", () => {
  it("sends nothing when nothing was changed", () => {
    expect(settingsToSend(fields, changed({}), stored)).toEqual({});
  });

  it("sends the changes only; an empty secret is kept, a new one replaces it, a cleared one is cleared", () => {
    expect(settingsToSend(fields, changed({ key: "pk_2", instant: true }), stored)).toEqual({
      key: "pk_2",
      instant: true,
    });
    expect(settingsToSend(fields, changed({ secret: "sk_2", hook: null }), stored)).toEqual({
      secret: "sk_2",
      hook: { clear: true },
    });
  });

  it("gives an emptied field back to its default", () => {
    expect(settingsToSend(fields, changed({ days: " ", stores: "" }), stored)).toEqual({
      days: null,
      stores: null,
    });
  });

  it("takes back what the other settings hide, and keeps hidden secrets", () => {
    const live = changed({ mode: '"live"' });
    const shown = fields.filter((field) => isShown(field, fields, live)).map(({ name }) => name);
    expect(shown).not.toContain("address");
    expect(settingsToSend(fields, live, stored)).toEqual({ mode: "live", address: null });
    // Nothing to take back.
    expect(settingsToSend(fields, live, { ...stored, address: null })).toEqual({ mode: "live" });
  });

  it("sends everything anew when what is stored cannot be read", () => {
    const sent = settingsToSend(fields, fresh({ key: "pk_1", secret: "sk_1" }), null);
    expect(Object.keys(sent)).toEqual(["mode", "key", "secret", "days", "fee", "instant", "stores"]);
  });
});

describe("a field that others ask for", () => {
  const asking = readFields({
    properties: {
      on: { type: "boolean" },
      country: { enum: ["mx", "co", "pe"] },
      a: { type: "string", "x-show-if": { on: true, country: ["mx", "co"] } },
      b: { type: "string", "x-show-if": { nobody: 1 } },
    },
  });
  const seen = (values: Values) =>
    asking.filter((field) => isShown(field, asking, values)).map(({ name }) => name);

  it("is shown when all of them say so; what is asked of nobody hides nothing", () => {
    expect(seen({ on: true, country: '"co"' })).toEqual(["on", "country", "a", "b"]);
    expect(seen({ on: false, country: '"co"' })).toEqual(["on", "country", "b"]);
    expect(seen({ on: true, country: '"pe"' })).toEqual(["on", "country", "b"]);
  });
});
