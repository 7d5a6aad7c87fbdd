// A file for the signed-in person alone: with the token, once more after a refresh, and never half.
import { afterEach, expect, it, vi } from "vitest";
import { fetchFile } from "./download";

const session = { access: vi.fn(async () => "old"), refresh: vi.fn(async () => "new") };

function server(...answers: Response[]) {
  const fetch = vi.fn(
    async (_path: string, _init?: RequestInit) => answers.shift() ?? new Response("", { status: 500 }),
  );
  vi.stubGlobal("fetch", fetch);
  return fetch;
}

const tokens = (fetch: ReturnType<typeof server>) =>
  fetch.mock.calls.map(([, init]) => new Headers(init?.headers).get("authorization"));

afterEach(() => vi.unstubAllGlobals());

it("sends the token and takes the server's name for the file", async () => {
  const fetch = server(
    new Response("a,b\n", { headers: { "content-disposition": 'attachment; filename="log-USD.csv"' } }),
  );
  const { blob, name } = await fetchFile(session, "/exports/log.csv?currency=USD", "log.csv");
  expect(await blob.text()).toBe("a,b\n");
  expect(name).toBe("log-USD.csv");
  expect(fetch.mock.calls[0]?.[0]).toBe("/exports/log.csv?currency=USD");
  expect(tokens(fetch)).toEqual(["Bearer old"]);
});

it("refreshes once when the token is no longer good", async () => {
  const fetch = server(new Response("", { status: 401 }), new Response("x"));
  expect((await fetchFile(session, "/exports/log.csv", "log.csv")).name).toBe("log.csv");
  expect(tokens(fetch)).toEqual(["Bearer old", "Bearer new"]);
});

it.each([403, 404, 500])("saves nothing after %i", async (status) => {
  server(new Response("no", { status }));
  await expect(fetchFile(session, "/exports/log.csv", "log.csv")).rejects.toThrow(String(status));
});

it("gives up after a second 401", async () => {
  const fetch = server(new Response("", { status: 401 }), new Response("", { status: 401 }));
  await expect(fetchFile(session, "/exports/log.csv", "log.csv")).rejects.toThrow("401");
  expect(fetch).toHaveBeenCalledTimes(2);
});
