// Any plugin's schema becomes a form: ours with all hints, and a stranger's with none.
import { describe, expect, it } from "vitest";
import { type FormField, readFields } from "./fields";

const field = (part: object, more: object = {}): FormField => {
  const [only] = readFields({ properties: { it: part }, ...more });
  if (!only) throw new Error("no field");
  return only;
};

describe("a form from a plugin's schema", () => {
  it("stands in the order of the hints, then in the order of the schema", () => {
    const properties = { late: {}, c: { "x-order": 3 }, a: { "x-order": 1 }, later: {}, b: { "x-order": 2 } };
    expect(readFields({ properties }).map(({ name }) => name)).toEqual(["a", "b", "c", "late", "later"]);
  });

  it("reads a field of ours with everything that is said of it", () => {
    const key = {
      type: "string",
      format: "password",
      writeOnly: true,
      title: "Secret key",
      minLength: 12,
      maxLength: 300,
      "x-group": "keys",
      "x-order": 3,
      "x-widget": "password",
      "x-help": "Starts with sk_.",
      "x-test-prefix": "sk_test_",
      "x-show-if": { mode: "live" },
    };
    expect(field(key, { required: ["it"] })).toEqual({
      name: "it",
      title: "Secret key",
      help: "Starts with sk_.",
      group: "keys",
      order: 3,
      widget: "password",
      shape: "text",
      required: true,
      mayBeEmpty: false,
      secret: true,
      options: [],
      initial: undefined,
      textual: false,
      pattern: undefined,
      minLength: 12,
      maxLength: 300,
      minimum: undefined,
      maximum: undefined,
      showIf: { mode: "live" },
      testPrefix: "sk_test_",
    });
  });

  it("names a stranger's field by its name, and explains it by its description", () => {
    const plain = field({ type: "string", description: "From the dashboard." });
    expect(plain).toMatchObject({ title: "It", help: "From the dashboard.", widget: "text", group: "" });
    const [two] = readFields({ properties: { api_key_id: { type: "string" } } });
    expect(two?.title).toBe("Api key id");
  });

  it("finds the secret, the limits and the default behind an optional type", () => {
    const optional = { anyOf: [{ type: "string", writeOnly: true, minLength: 16 }, { type: "null" }] };
    expect(field({ ...optional, default: null, title: "Hook" }, { required: ["it"] })).toMatchObject({
      secret: true,
      minLength: 16,
      required: false,
      mayBeEmpty: true,
      initial: undefined,
      title: "Hook",
      widget: "password",
    });
  });

  it("follows references, and gives choices a list", () => {
    const $defs = { Country: { enum: ["mx", "co"], type: "string", title: "Country" } };
    const chosen = { $ref: "#/$defs/Country", default: "mx", "x-widget": "text" };
    expect(field(chosen, { $defs })).toMatchObject({
      widget: "select",
      options: ["mx", "co"],
      initial: "mx",
      title: "Country",
      mayBeEmpty: false,
    });
    expect(field({ anyOf: [{ const: 1 }, { enum: ["all"] }, { type: "null" }] }).options).toEqual([1, "all"]);
    // A reference that leads back to itself ends somewhere.
    const circle = { $defs: { Node: { $ref: "#/$defs/Node" } } };
    expect(field({ $ref: "#/$defs/Node" }, circle).shape).toBe("json");
  });

  it.each([
    [{ type: "boolean" }, "switch", "boolean"],
    [{ type: "integer" }, "text", "integer"],
    [{ type: ["number", "null"] }, "text", "number"],
    [{ type: "string", format: "uri" }, "url", "text"],
    [{ type: "string", "x-widget": "textarea" }, "textarea", "text"],
    [{ type: "string", writeOnly: true, "x-widget": "textarea" }, "textarea", "text"],
    [{ type: "string", "x-widget": "switch" }, "text", "text"],
    [{ type: "array", items: { type: "string" } }, "textarea", "json"],
    [{ type: "object" }, "textarea", "json"],
    [{}, "textarea", "json"],
    [{ anyOf: [{ type: "string" }, { type: "array" }] }, "textarea", "json"],
  ])("draws %j as %s", (part, widget, shape) => {
    expect(field(part)).toMatchObject({ widget, shape });
  });

  it("sends a decimal as it was typed, where text is taken", () => {
    const decimal = { anyOf: [{ type: "number" }, { type: "string", pattern: "^\\d+$" }] };
    expect(field(decimal)).toMatchObject({ shape: "number", textual: true });
    expect(field({ type: "number" })).toMatchObject({ shape: "number", textual: false });
  });

  it.each([null, undefined, 3, "text", [], {}, { properties: [] }])("is empty for %j", (schema) => {
    expect(readFields(schema)).toEqual([]);
  });
});
