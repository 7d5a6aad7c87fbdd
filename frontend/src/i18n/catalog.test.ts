// The catalogs say the same things with the same arguments.
import { describe, expect, it } from "vitest";
import { en } from "./en";
import { enAdmin } from "./en.admin";
import { es } from "./es";
import { esAdmin } from "./es.admin";

type Tree = { [key: string]: string | Tree };

function flat(tree: Tree, path = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[path + key, value] as [string, string]] : flat(value, `${path}${key}.`),
  );
}

/** Names of arguments and of tags: what code hands to a message. */
function slots(message: string): string[] {
  const names = [...message.matchAll(/[{<]\/?([a-z][A-Za-z]*)(?=[,}>])/g)].map(([, name]) => name ?? "");
  const words = new Set(["one", "other"]);
  return [...new Set(names.filter((name) => !words.has(name)))].sort();
}

const english = new Map(flat({ ...en, ...enAdmin }));
const spanish = new Map(flat({ ...es, ...esAdmin }));

/** Literal branches such as {hour} are words, not arguments; they differ between languages. */
const argumentsOnly = (message: string) => slots(message.replace(/(one|other|[A-Z]+) \{[^{}]*\}/g, ""));

describe("the Spanish catalog", () => {
  it("has exactly the English keys", () => {
    expect([...spanish.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it("has no empty message", () => {
    for (const [key, message] of spanish) expect(message, key).not.toBe("");
  });

  it.each([...english])("takes the same arguments in %s", (key, message) => {
    expect(argumentsOnly(spanish.get(key) ?? "")).toEqual(argumentsOnly(message));
  });
});
