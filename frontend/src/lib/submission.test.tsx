// Orders that move money: one key until a final refusal, the identical order when nothing was heard.
import { act, renderHook } from "@testing-library/react";
import { CombinedError, type OperationResult } from "urql";
import { expect, it, vi } from "vitest";
import { useSubmission } from "./submission";

interface Input {
  key: string;
}

const result = (part: { data?: string; error?: CombinedError }) => part as OperationResult<string>;
const offline = new CombinedError({ networkError: new Error("offline") });
const crashed = new CombinedError({ graphQLErrors: [{ message: "x", extensions: { code: "INTERNAL" } }] });
const refused = new CombinedError({
  graphQLErrors: [{ message: "x", extensions: { code: "BAD_USER_INPUT" } }],
});

function setup(...answers: OperationResult<string>[]) {
  const send = vi.fn(async (_input: Input) => answers.shift() ?? result({ data: "done" }));
  const { result: hook } = renderHook(() => useSubmission(send));
  const submit = () => act(() => hook.current.submit((key) => ({ key })));
  const keys = () => send.mock.calls.map(([input]) => input.key);
  return { hook, send, submit, keys };
}

it.each([
  ["a lost connection", offline],
  ["a crash of the server", crashed],
])("repeats the identical order after %s", async (_name, error) => {
  const { hook, send, submit } = setup(result({ error }));
  expect(await submit()).toBeNull();
  expect(hook.current.phase).toBe("unheard");
  expect(await act(() => hook.current.retry())).toBe("done");
  expect(send.mock.calls[1]?.[0]).toBe(send.mock.calls[0]?.[0]);
  expect(hook.current.phase).toBe("open");
});

it("keeps its key until a final refusal", async () => {
  const { hook, submit, keys } = setup();
  await submit();
  await submit();
  act(() => hook.current.renew());
  await submit();
  const [first, second, third] = keys();
  expect(second).toBe(first);
  expect(third).not.toBe(first);
});

it("takes a new key after a request that was refused outright", async () => {
  const { submit, keys, hook } = setup(result({ error: refused }));
  await submit();
  expect(hook.current.phase).toBe("open");
  await submit();
  const [first, second] = keys();
  expect(second).not.toBe(first);
});
