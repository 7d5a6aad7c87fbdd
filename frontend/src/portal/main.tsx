// The customer portal. Language, session and the shop's configuration are fetched side by side, then the page shows.
import "~/styles/portal.css";
import { createRoot } from "react-dom/client";
import { speak } from "~/i18n/locale";
import { session } from "~/lib/browser-session";
import { loadConfig } from "~/lib/config";
import { App } from "./App";
import { StartFailed } from "./StartFailed";
import { reloadWhenStale } from "./stale";

reloadWhenStale();

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
