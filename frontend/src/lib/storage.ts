// Preferences of this browser (theme, language, currency). Storage can be blocked: then they last as long as the page.
const memory = new Map<string, string>();

export function remember(key: string, value: string | null): void {
  if (value === null) memory.delete(key);
  else memory.set(key, value);
  try {
    if (value === null) localStorage.removeItem(`perennial.${key}`);
    else localStorage.setItem(`perennial.${key}`, value);
  } catch {
    // Blocked storage: memory above is all there is.
  }
}

export function recall(key: string): string | null {
  try {
    return localStorage.getItem(`perennial.${key}`) ?? memory.get(key) ?? null;
  } catch {
    return memory.get(key) ?? null;
  }
}
