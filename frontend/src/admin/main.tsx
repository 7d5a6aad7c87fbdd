// The console of the merchant's staff. Language, session and the shop's configuration are fetched side by side, then the
// page shows.
import "~/styles/portal.css";
import "~/styles/admin.css";
import { createRoot } from "react-dom/client";
import { alsoSpeak, speak } from "~/i18n/locale";
import { session } from "~/lib/browser-session";
import { loadConfig } from "~/lib/config";
import { StartFailed } from "~/portal/StartFailed";
import { reloadWhenStale } from "~/portal/stale";
import { App } from "./App";

reloadWhenStale();
alsoSpeak({
  en: async () => (await import("~/i18n/en.admin")).enAdmin,
  es: async () => (await import("~/i18n/es.admin")).esAdmin,
});

const root = createRoot(document.getElementById("root") as HTMLElement);

async function start(): Promise<void> {
  const spoken = speak();
  try {
    const [config] = await Promise.all([loadConfig(), session.restore(), spoken]);
    root.render(<App config={config} />);
  } catch {
    await spoken;
    root.render(<StartFailed onRetry={() => void start()} />);
  }
}

void start();
