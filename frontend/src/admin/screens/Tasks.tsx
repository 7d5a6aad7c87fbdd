// What a person has to see to, and what was seen to.
import { useQuery } from "urql";
import { useTranslations } from "use-intl";
import { Empty } from "~/components/Empty";
import { Loaded, SkeletonRows } from "~/components/Loaded";
import { Page } from "~/components/Page";
import { StaffTasksQuery } from "~/features/tasks/operations";
import { ResolveDialog } from "~/features/tasks/ResolveDialog";
import { TaskCard } from "~/features/tasks/TaskCard";
import { ButtonLink, Link, useGo, useTasksSearch } from "../links";

const PAGE = 25;
const TAB =
  "inline-flex min-h-11 items-center border-b-2 border-transparent px-1 text-ink-muted hover:text-ink aria-[current=true]:border-accent aria-[current=true]:font-medium aria-[current=true]:text-ink";

export function Tasks() {
  const t = useTranslations("tasks");
  const admin = useTranslations("admin");
  const search = useTasksSearch();
  const resolved = search.resolved === true;
  const go = useGo();
  const [result, run] = useQuery({
    query: StaffTasksQuery,
    variables: { first: PAGE, after: search.after ?? null, resolved },
    requestPolicy: "cache-and-network",
  });
  const again = () => run({ requestPolicy: "network-only" });
  const close = () => void go({ to: "/tasks", search: { ...search, task: undefined }, replace: true });
  const asked = result.data?.staffTasks.nodes.find(({ id, resolvedAt }) => id === search.task && !resolvedAt);

  return (
    <Page title={t("title")} note={t("note")} width="text">
      <nav aria-label={t("which")} className="flex gap-5 border-b border-line">
        <Link to="/tasks" search={{}} className={TAB} aria-current={!resolved}>
          {t("open")}
        </Link>
        <Link to="/tasks" search={{ resolved: true }} className={TAB} aria-current={resolved}>
          {t("resolved")}
        </Link>
      </nav>
      <Loaded result={result} onRetry={again} skeleton={<SkeletonRows rows={4} height="h-32" />}>
        {({ staffTasks: { nodes, pageInfo } }) =>
          nodes.length === 0 ? (
            <Empty title={resolved ? t("noneTitle") : t("emptyTitle")}>
              {resolved ? t("none") : t("empty")}
            </Empty>
          ) : (
            <div className="grid gap-4">
              <ul className="grid gap-4">
                {nodes.map((task) => (
                  <TaskCard
                    key={task.id}
                    task={task}
                    action={
                      <div>
                        <ButtonLink kind="plain" to="/tasks" search={{ ...search, task: task.id }}>
                          {t("resolve")}
                          <span className="sr-only"> {task.message}</span>
                        </ButtonLink>
                      </div>
                    }
                  />
                ))}
              </ul>
              {pageInfo.hasNextPage ? (
                <div>
                  <ButtonLink
                    kind="plain"
                    to="/tasks"
                    search={{ ...search, after: pageInfo.endCursor ?? undefined }}
                  >
                    {admin("older")}
                  </ButtonLink>
                </div>
              ) : null}
            </div>
          )
        }
      </Loaded>
      {asked ? (
        <ResolveDialog
          task={asked}
          onClose={close}
          onResolved={() => {
            close();
            again();
          }}
        />
      ) : null}
    </Page>
  );
}
