// The settings form in Spanish: fields of our own gateways by their names, and everything else as its plugin says it.
import { describe, expect, it } from "vitest";
import { readFields } from "./fields";
import { optionText } from "./option-text";
import { spoken } from "./words";

const fields = readFields({
  properties: {
    secret_key: { type: "string", title: "Secret key", "x-help": "Starts with sk_." },
    three_ds: { enum: ["never", "on_risk", "sometimes"], title: "3-D Secure", "x-help": "When." },
    colour: { type: "string", title: "Colour", "x-help": "Of the button." },
    constructor: { type: "string", title: "Builder" },
  },
});
const told = (gateway: string, locale: "en" | "es") =>
  Object.fromEntries(spoken(fields, gateway, locale).map(({ name, title, help }) => [name, [title, help]]));
const english = Object.fromEntries(fields.map(({ name, title, help }) => [name, [title, help]]));

describe("a gateway of ours", () => {
  it("is asked about in Spanish, and a field that is not known in the plugin's words", () => {
    expect(told("stripe", "es")).toEqual({
      ...english,
      secret_key: [
        "Clave secreta",
        "Empieza con sk_, o con rk_ si es una clave restringida. Con ella se puede cobrar.",
      ],
    });
  });

  it("is asked about in its plugin's words in English", () => {
    expect(told("stripe", "en")).toEqual(english);
  });

  it("has its choices in Spanish, and those that are not known by their values", () => {
    const choice = spoken(fields, "openpay", "es").find(({ name }) => name === "three_ds");
    expect(choice?.options.map((option) => choice && optionText(choice, option))).toEqual([
      "Nunca",
      "Si hay riesgo",
      "Sometimes",
    ]);
  });
});

it.each(["acme", "constructor"])("leaves the words of a stranger's plugin %s alone", (gateway) => {
  expect(told(gateway, "es")).toEqual(english);
});
