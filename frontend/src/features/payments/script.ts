// A gateway's own script, loaded when somebody is about to use it, and once. The page's policy lets through only those of
// the gateways that the merchant has switched on.
const loading = new Map<string, Promise<void>>();

/** Rejects when it does not come; it can be tried again then. */
export function loadScript(url: string): Promise<void> {
  const known = loading.get(url);
  if (known) return known;
  const coming = new Promise<void>((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.async = true;
    script.addEventListener("load", () => resolve());
    script.addEventListener("error", () => {
      loading.delete(url);
      script.remove();
      reject(new Error("a gateway's script did not come"));
    });
    document.head.append(script);
  });
  loading.set(url, coming);
  return coming;
}
