// Connects a gateway: first which one, then what it asks for. Whether it works is shown on the new account's page.
import { useClient, useQuery } from "urql";
import { useTranslations } from "use-intl";
import { Loaded, SkeletonRows } from "~/components/Loaded";
import { Page } from "~/components/Page";
import { AccountForm, type Entered } from "~/features/gateways/AccountForm";
import { KindChoice } from "~/features/gateways/KindChoice";
import {
  GatewayAccountCreateMutation,
  GatewayKindsQuery,
  GatewaysQuery,
} from "~/features/gateways/operations";
import { useAccountAct } from "~/features/gateways/useAccountActs";
import { Link, useChosenKind, useGo } from "../links";

export function ConnectGateway() {
  const t = useTranslations("gateways");
  const chosen = useChosenKind();
  const go = useGo();
  const client = useClient();
  const [result, run] = useQuery({ query: GatewayKindsQuery });
  const { send } = useAccountAct(GatewayAccountCreateMutation);
  const kind = result.data?.gatewayKinds.find(({ slug }) => slug === chosen);

  async function save({ label, enabled, settings }: Entered) {
    const answer = kind ? await send({ input: { gateway: kind.slug, label, enabled, settings } }) : null;
    if (answer?.gatewayAccount) {
      // The list has one more; its page reads the account afresh.
      await client.query(GatewaysQuery, {}, { requestPolicy: "network-only" }).toPromise();
      await go({ to: `/gateways/${answer.gatewayAccount.id}`, replace: true });
    }
    return answer;
  }

  return (
    <Page
      key={kind?.slug ?? ""}
      title={kind ? t("connectTitle", { name: kind.name }) : t("chooseTitle")}
      note={kind ? null : t("chooseNote")}
      width="text"
    >
      <Loaded
        result={result}
        onRetry={() => run({ requestPolicy: "network-only" })}
        skeleton={<SkeletonRows rows={4} />}
      >
        {({ gatewayKinds }) =>
          kind ? (
            <>
              <p>
                <Link to="/gateways/new" search={{}} className="link">
                  {t("chooseOther")}
                </Link>
              </p>
              <AccountForm kind={kind} account={null} save={save} />
            </>
          ) : (
            <KindChoice
              kinds={gatewayKinds}
              link={(slug, name, children) => (
                <Link to="/gateways/new" search={{ kind: slug }} className={name}>
                  {children}
                </Link>
              )}
            />
          )
        }
      </Loaded>
    </Page>
  );
}
