// The protocol with the hosted card fields: whom we hear, what we ask, what we take.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type CardFields, CardRefused, connectFields, FieldsSilent, fieldsSource } from "./card-fields";

const URL_ = "https://cards.example/fields";
const ORIGIN = "https://cards.example";

const contentWindow = { postMessage: vi.fn() };
const frame = { contentWindow } as unknown as HTMLIFrameElement;
const events = { ready: vi.fn(), resize: vi.fn(), change: vi.fn() };
let fields: CardFields;

function say(data: unknown, { origin = ORIGIN, source = contentWindow as unknown } = {}) {
  const event = new Event("message");
  dispatchEvent(Object.assign(event, { data, origin, source }));
}

beforeEach(() => {
  vi.useFakeTimers();
  contentWindow.postMessage.mockReset();
  for (const spy of Object.values(events)) spy.mockReset();
  fields = connectFields(frame, URL_, events);
});

afterEach(() => {
  fields.close();
  vi.useRealTimers();
});

describe("connectFields", () => {
  it("reports ready, height and completeness", () => {
    say({ source: "perennial-fields", type: "ready" });
    say({ source: "perennial-fields", type: "resize", height: 180 });
    say({ source: "perennial-fields", type: "change", complete: true });
    expect(events.ready).toHaveBeenCalledOnce();
    expect(events.resize).toHaveBeenCalledWith(180);
    expect(events.change).toHaveBeenCalledWith(true);
  });

  it.each([
    ["another origin", { origin: "https://evil.example" }],
    ["another window", { source: {} }],
  ])("ignores messages of %s", (_name, from) => {
    say({ source: "perennial-fields", type: "ready" }, from);
    expect(events.ready).not.toHaveBeenCalled();
  });

  it("ignores messages that are not of the fields", () => {
    for (const data of [null, "ready", { type: "ready" }, { source: "other", type: "ready" }]) say(data);
    expect(events.ready).not.toHaveBeenCalled();
  });

  it("asks for a token, only of the gateway's origin, and takes the answer with its id", async () => {
    const token = fields.tokenize();
    expect(contentWindow.postMessage).toHaveBeenCalledWith(
      { source: "perennial", type: "tokenize", id: "t1" },
      ORIGIN,
    );
    say({
      source: "perennial-fields",
      type: "token",
      id: "other",
      token: "wrong",
      brand: "visa",
      last4: "0000",
    });
    say({
      source: "perennial-fields",
      type: "token",
      id: "t1",
      token: "tok_1",
      brand: "visa",
      last4: "4242",
    });
    expect(await token).toEqual({ token: "tok_1", brand: "visa", last4: "4242" });
  });

  it("passes on the gateway's refusal", async () => {
    const token = fields.tokenize();
    say({ source: "perennial-fields", type: "error", id: "t1", message: "The number is not complete." });
    await expect(token).rejects.toThrow(new CardRefused("The number is not complete."));
  });

  it("gives up when the fields stay silent", async () => {
    const token = expect(fields.tokenize()).rejects.toBeInstanceOf(FieldsSilent);
    await vi.advanceTimersByTimeAsync(20_000);
    await token;
  });

  it("hears nothing after close", () => {
    fields.close();
    say({ source: "perennial-fields", type: "ready" });
    expect(events.ready).not.toHaveBeenCalled();
  });
});

it("tells the fields the key, this origin, the theme and the language", () => {
  const url = new URL(fieldsSource(URL_, "pk_1", "dark", "es"));
  expect(Object.fromEntries(url.searchParams)).toEqual({
    key: "pk_1",
    origin: location.origin,
    theme: "dark",
    locale: "es",
  });
});
