// A tab that is older than the release asks for chunks that are gone: one reload brings the new release.
const KEY = "perennial.reloaded";
const AGAIN_MS = 10_000;

export function reloadWhenStale(): void {
  addEventListener("vite:preloadError", (event) => {
    const last = Number(sessionStorage.getItem(KEY) ?? 0);
    if (Date.now() - last < AGAIN_MS) return;
    event.preventDefault();
    sessionStorage.setItem(KEY, String(Date.now()));
    location.reload();
  });
}
