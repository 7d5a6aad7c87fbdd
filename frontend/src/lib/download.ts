// Fetches a file that only the signed-in person may have, and hands it to the browser to be saved.
import type { Session } from "./session";

/** The parts of a session that a request needs. */
type Bearer = Pick<Session, "access" | "refresh">;

export interface Fetched {
  blob: Blob;
  name: string;
}

async function ask(path: string, token: string | null): Promise<Response> {
  return fetch(path, { headers: token ? { authorization: `Bearer ${token}` } : {} });
}

/** Throws when there is no file: the answer was a refusal, or there was none. */
export async function fetchFile(session: Bearer, path: string, fallbackName: string): Promise<Fetched> {
  let response = await ask(path, await session.access());
  if (response.status === 401) response = await ask(path, await session.refresh());
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  const named = response.headers.get("content-disposition")?.match(/filename="?([\w.-]+)"?/)?.[1];
  return { blob: await response.blob(), name: named ?? fallbackName };
}

export function save({ blob, name }: Fetched): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
