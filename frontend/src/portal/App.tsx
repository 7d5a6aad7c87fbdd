// Everything that a portal page needs around it: configuration, language, the session's client, the router.
import { RouterProvider } from "@tanstack/react-router";
import { useEffect } from "react";
import { Provider } from "urql";
import { LanguageProvider } from "~/i18n/Language";
import { type Config, ConfigContext } from "~/lib/config";
import { live, useSession, useSessionClient } from "~/lib/services";
import { router } from "./router";

export function App({ config }: { config: Config }) {
  const client = useSessionClient();
  const state = useSession();

  useEffect(() => {
    if (state === "signed-in") live.client();
    // Guards run again: a page that needs a sign-in must not outlive it.
    void router.invalidate();
  }, [state]);

  return (
    <ConfigContext value={config}>
      <LanguageProvider>
        <Provider value={client}>
          <RouterProvider router={router} />
        </Provider>
      </LanguageProvider>
    </ConfigContext>
  );
}
