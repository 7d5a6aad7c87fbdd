// Talks to the gateway's hosted card fields: an iframe of the gateway's origin that turns a card into a token.
// Every message is checked for origin and window; the card number never passes through this page.

export interface CardToken {
  token: string;
  brand: string;
  last4: string;
}

export interface FieldsEvents {
  ready: () => void;
  resize: (height: number) => void;
  change: (complete: boolean) => void;
}

export interface CardFields {
  tokenize: () => Promise<CardToken>;
  close: () => void;
}

/** The gateway's own words, meant for the person at the form. */
export class CardRefused extends Error {}

export class FieldsSilent extends Error {}

const ANSWER_MS = 20_000;

export function fieldsSource(fieldsUrl: string, key: string, theme: string, locale: string): string {
  const url = new URL(fieldsUrl, location.href);
  url.searchParams.set("key", key);
  url.searchParams.set("origin", location.origin);
  url.searchParams.set("theme", theme);
  url.searchParams.set("locale", locale);
  return url.href;
}

interface Waiting {
  resolve: (token: CardToken) => void;
  reject: (reason: Error) => void;
  timer: ReturnType<typeof setTimeout>;
}

type Data = Record<string, unknown> | null;

export function connectFields(frame: HTMLIFrameElement, fieldsUrl: string, events: FieldsEvents): CardFields {
  const origin = new URL(fieldsUrl, location.href).origin;
  const waiting = new Map<string, Waiting>();
  let next = 0;

  function settle(id: unknown): Waiting | undefined {
    const one = typeof id === "string" ? waiting.get(id) : undefined;
    if (one && typeof id === "string") {
      clearTimeout(one.timer);
      waiting.delete(id);
    }
    return one;
  }

  function hear(event: MessageEvent<unknown>): void {
    if (event.origin !== origin || event.source !== frame.contentWindow) return;
    const data = event.data as Data;
    if (typeof data !== "object" || data?.source !== "perennial-fields") return;
    if (data.type === "ready") events.ready();
    else if (data.type === "resize" && typeof data.height === "number") events.resize(data.height);
    else if (data.type === "change") events.change(data.complete === true);
    else if (data.type === "error") settle(data.id)?.reject(new CardRefused(String(data.message)));
    else if (data.type === "token" && typeof data.token === "string")
      settle(data.id)?.resolve({
        token: data.token,
        brand: String(data.brand ?? ""),
        last4: String(data.last4 ?? ""),
      });
  }

  addEventListener("message", hear);

  return {
    tokenize: () =>
      new Promise((resolve, reject) => {
        const id = `t${++next}`;
        const timer = setTimeout(() => settle(id)?.reject(new FieldsSilent()), ANSWER_MS);
        waiting.set(id, { resolve, reject, timer });
        frame.contentWindow?.postMessage({ source: "perennial", type: "tokenize", id }, origin);
      }),
    close: () => {
      removeEventListener("message", hear);
      for (const id of [...waiting.keys()]) settle(id)?.reject(new FieldsSilent());
    },
  };
}
