// What a failed operation means: who must act, whether the server can have done something, and the request id to quote.
import type { CombinedError } from "urql";

type Failure = Pick<CombinedError, "graphQLErrors" | "networkError" | "response">;

function codes(error: Failure): string[] {
  return error.graphQLErrors.map((each) => String(each.extensions?.code ?? ""));
}

export function isUnauthenticated(error: Failure): boolean {
  const response = error.response as Response | undefined;
  return response?.status === 401 || codes(error).includes("UNAUTHENTICATED");
}

/** No definite answer came: the server may or may not have acted. Only an identical repeat is safe. */
export function isUnheard(error: Failure): boolean {
  const heard = codes(error).filter((code) => code !== "" && code !== "INTERNAL");
  return heard.length === 0;
}

export function requestId(error: Failure): string | null {
  for (const each of error.graphQLErrors) {
    const id = each.extensions?.requestId;
    if (typeof id === "string") return id;
  }
  const response = error.response as Response | undefined;
  return response?.headers?.get("x-request-id") ?? null;
}
