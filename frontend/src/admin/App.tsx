// Everything that a page of the console needs around it: configuration, language, the session's client, the router.
import { RouterProvider } from "@tanstack/react-router";
import { useEffect } from "react";
import { Provider } from "urql";
import { LanguageProvider } from "~/i18n/Language";
import { type Config, ConfigContext } from "~/lib/config";
import { useSession, useSessionClient } from "~/lib/services";
import { router } from "./router";

export function App({ config }: { config: Config }) {
  const client = useSessionClient();
  const state = useSession();

  // biome-ignore lint/correctness/useExhaustiveDependencies: guards run again when somebody signs in or out.
  useEffect(() => {
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
