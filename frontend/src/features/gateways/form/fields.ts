// A gateway's settings form, read from the JSON schema of its plugin: ours or a stranger's. The `x-…` hints are
// optional; what a schema says in a way that is not known here becomes a field for JSON, never a missing one.
import { type JsonObject, type JsonValue, objectOf } from "./json";

export const WIDGETS = ["text", "password", "select", "url", "textarea", "switch"] as const;
export type Widget = (typeof WIDGETS)[number];

/** What its text is read as. */
export type Shape = "text" | "integer" | "number" | "boolean" | "json";

export interface FormField {
  name: string;
  title: string;
  help: string | undefined;
  group: string;
  order: number;
  widget: Widget;
  shape: Shape;
  required: boolean;
  /** It means something when it is empty; what has a default goes back to that. */
  mayBeEmpty: boolean;
  /** It goes in and never comes out. */
  secret: boolean;
  /** What can be chosen; empty when anything can be entered. */
  options: JsonValue[];
  /** What choices are called, by their values; of the others the value speaks. */
  optionWords: Record<string, string> | undefined;
  initial: JsonValue | undefined;
  /** Numbers go as they were typed: the plugin reads text, and nothing is rounded on the way. */
  textual: boolean;
  pattern: string | undefined;
  minLength: number | undefined;
  maxLength: number | undefined;
  minimum: number | undefined;
  maximum: number | undefined;
  showIf: JsonObject;
  testPrefix: string | undefined;
}

export function readFields(schema: unknown): FormField[] {
  const root = objectOf(schema);
  const required = Array.isArray(root.required) ? root.required : [];
  return Object.entries(objectOf(root.properties))
    .map(([name, part], place) => readField(name, part, place, root, required.includes(name)))
    .sort((one, other) => one.order - other.order);
}

function readField(
  name: string,
  part: JsonValue,
  place: number,
  root: JsonObject,
  required: boolean,
): FormField {
  const { node, nullable, textual } = flatten(part, root);
  const options = optionsOf(node);
  const shape = shapeOf(node, options);
  const secret = node.writeOnly === true || node.format === "password";
  return {
    name,
    title: text(node.title) ?? humanized(name),
    help: text(node["x-help"]) ?? text(node.description),
    group: text(node["x-group"]) ?? "",
    // What has no place of its own follows in the order of the schema.
    order: number(node["x-order"]) ?? 1_000 + place,
    widget: widgetOf(node, shape, options, secret),
    shape,
    required: required && !nullable,
    mayBeEmpty: nullable || (!required && (node.default ?? "") === ""),
    secret,
    options,
    optionWords: undefined,
    initial: node.default ?? undefined,
    textual,
    pattern: text(node.pattern),
    minLength: number(node.minLength),
    maxLength: number(node.maxLength),
    minimum: number(node.minimum),
    maximum: number(node.maximum),
    showIf: objectOf(node["x-show-if"]),
    testPrefix: text(node["x-test-prefix"]),
  };
}

interface Flat {
  node: JsonObject;
  nullable: boolean;
  textual: boolean;
}

/** References followed, `null` among alternatives left out; of several alternatives what they have in common. */
function flatten(part: JsonValue, root: JsonObject, depth = 0): Flat {
  const own = objectOf(part);
  if (depth > 8) return { node: { ...own, type: "object" }, nullable: false, textual: false };
  const { $ref, anyOf, oneOf, allOf, ...outer } = own;
  if (typeof $ref === "string") {
    const target = flatten(referred($ref, root), root, depth + 1);
    return { ...target, node: { ...target.node, ...outer } };
  }
  const given = [anyOf, oneOf, allOf].find(Array.isArray);
  if (!given) return withoutNull(own);
  const flats = given
    .filter((one) => objectOf(one).type !== "null")
    .map((one) => flatten(one, root, depth + 1));
  const nullable = flats.length < given.length || flats.some((flat) => flat.nullable);
  const [only, ...more] = flats;
  if (!only) return { node: { ...outer, type: "null" }, nullable, textual: false };
  if (more.length === 0) return { ...only, node: { ...only.node, ...outer }, nullable };
  return { node: { ...common(flats.map(({ node }) => node)), ...outer }, nullable, textual: hasText(flats) };
}

function hasText(flats: Flat[]): boolean {
  return flats.some(({ node }) => node.type === "string");
}

/** Choices add up; a number that may also be written as text stays a number; the rest is JSON. */
function common(nodes: JsonObject[]): JsonObject {
  // One secret among them makes the field secret.
  const secret = nodes.some(({ writeOnly }) => writeOnly === true) ? { writeOnly: true } : {};
  const choices = nodes.map(optionsOf);
  if (choices.every((one) => one.length > 0)) return { ...secret, enum: choices.flat() };
  const numeric = nodes.find(({ type }) => type === "number" || type === "integer");
  const scalar = nodes.every(({ type }) => type === "number" || type === "integer" || type === "string");
  if (scalar) return { ...secret, type: numeric ? "number" : "string" };
  return { ...secret, type: "object" };
}

function withoutNull(node: JsonObject): Flat {
  if (!Array.isArray(node.type)) return { node, nullable: false, textual: false };
  const types = node.type.filter((type) => type !== "null");
  const [only = "object", ...more] = types;
  const type = more.length === 0 ? only : "object";
  return { node: { ...node, type }, nullable: types.length < node.type.length, textual: false };
}

function referred(address: string, root: JsonObject): JsonValue {
  if (!address.startsWith("#/")) return {};
  const steps = address.slice(2).split("/");
  return steps.reduce<JsonValue>(
    (at, step) => objectOf(at)[step.replace("~1", "/").replace("~0", "~")] ?? {},
    root,
  );
}

function optionsOf(node: JsonObject): JsonValue[] {
  if (Array.isArray(node.enum)) return node.enum.filter((one) => one !== null);
  return node.const === undefined || node.const === null ? [] : [node.const];
}

function shapeOf(node: JsonObject, options: JsonValue[]): Shape {
  if (options.length > 0) return "text";
  const { type } = node;
  if (type === "string") return "text";
  return type === "integer" || type === "number" || type === "boolean" ? type : "json";
}

function widgetOf(node: JsonObject, shape: Shape, options: JsonValue[], secret: boolean): Widget {
  if (secret) return node["x-widget"] === "textarea" || shape === "json" ? "textarea" : "password";
  if (options.length > 0) return "select";
  if (shape === "boolean") return "switch";
  if (shape === "json") return "textarea";
  const wished = WIDGETS.find((widget) => widget === node["x-widget"]);
  // A list without choices and a switch of a text cannot be drawn.
  if (wished && wished !== "select" && wished !== "switch") return wished;
  return node.format === "uri" ? "url" : "text";
}

/** `on_risk` as "On risk". */
export function humanized(name: string): string {
  const words = name.replace(/[_-]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function text(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function number(value: JsonValue | undefined): number | undefined {
  return typeof value === "number" ? value : undefined;
}
