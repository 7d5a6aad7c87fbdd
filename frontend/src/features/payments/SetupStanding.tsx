// What came of saving a method, live: saved, refused, or still to be confirmed at the bank or on the gateway's page.
import { useEffect, useRef } from "react";
import { useQuery, useSubscription } from "urql";
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { Notice } from "~/components/Notice";
import { useCatchUp } from "~/lib/catch-up";
import { useFallback } from "~/lib/fallback";
import { isUnderway } from "~/lib/status";
import { useMethodName } from "./MethodName";
import { isSafeRedirect } from "./redirect";
import { type Setup, SetupQuery, SetupUpdatedSubscription } from "./saved";

const POLL_MS = 4_000;

export function SetupStanding({ id, onSaved }: { id: string; onSaved: () => void }) {
  const [{ data }, ask] = useQuery({
    query: SetupQuery,
    variables: { id },
    requestPolicy: "cache-and-network",
  });
  const [heard] = useSubscription({ query: SetupUpdatedSubscription, variables: { id } });
  const look = () => ask({ requestPolicy: "network-only" });
  const setup = data?.paymentSetup;
  useCatchUp(setup?.version, heard.data?.paymentSetupUpdated.version, look);
  useFallback(look, setup && isUnderway(setup.status) ? POLL_MS : null);

  const told = useRef(onSaved);
  told.current = onSaved;
  const saved = setup?.status === "SUCCEEDED";
  useEffect(() => {
    if (saved) told.current();
  }, [saved]);

  return <div aria-live="polite">{setup ? <Standing setup={setup} /> : null}</div>;
}

function Standing({ setup }: { setup: Setup }) {
  const t = useTranslations("wallet");
  const payment = useTranslations("payment");
  const ways = useTranslations("ways");
  const name = useMethodName();
  const { status, action, kind, decline, paymentMethod } = setup;
  if (status === "SUCCEEDED")
    return (
      <Notice tone="success">
        {paymentMethod ? t("saved", { name: name(paymentMethod) }) : t("savedPlain")}
      </Notice>
    );
  if (status === "REQUIRES_ACTION" && action?.__typename === "RedirectAction") {
    const { url } = action;
    const wallet = kind === "WALLET";
    return (
      <Notice
        tone="warning"
        actions={
          isSafeRedirect(url) ? (
            <Button onClick={() => location.assign(url)}>
              {wallet ? ways("continue") : payment("continue")}
            </Button>
          ) : null
        }
      >
        {isSafeRedirect(url) ? t(wallet ? "agreeNote" : "verify") : payment("unsafe")}
      </Notice>
    );
  }
  if (isUnderway(status)) return <Notice tone="accent">{t("saving")}</Notice>;
  return (
    <Notice tone="danger" title={t("notSaved")}>
      {decline?.message}
    </Notice>
  );
}
