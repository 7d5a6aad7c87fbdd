// What a person has to see to, and what was seen to.
import { useTranslations } from "use-intl";
import { Empty } from "~/components/Empty";
import { Loaded, SkeletonRows } from "~/components/Loaded";
import { Page } from "~/components/Page";
import { StaffTasksQuery } from "~/features/tasks/operations";
import { ResolveDialog } from "~/features/tasks/ResolveDialog";
import { TaskCard } from "~/features/tasks/TaskCard";
import { ButtonLink, Link, useGo, useTasksSearch } from "../links";
import { Paged } from "../Paged";
import { usePage } from "../usePage";

const TAB =
  "inline-flex min-h-11 items-center border-b-2 border-transparent px-1 text-ink-muted hover:text-ink aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-ink";

// Both lists have one path: without `resolved` in the address, and not with any, it is the first.
const WITHOUT = { resolved: undefined };

export function Tasks() {
  const t = useTranslations("tasks");
  const search = useTasksSearch();
  const resolved = search.resolved === true;
  const go = useGo();
  const { result, again } = usePage(StaffTasksQuery, search.after, { resolved });
  const close = () => void go({ to: "/tasks", search: { ...search, task: undefined }, replace: true });
  const asked = result.data?.staffTasks.nodes.find(({ id, resolvedAt }) => id === search.task && !resolvedAt);

  return (
    <Page title={t("title")} note={t("note")} width="text">
      <nav aria-label={t("which")} className="flex gap-5 border-b border-line">
        <Link to="/tasks" search={WITHOUT} className={TAB} activeOptions={{ explicitUndefined: true }}>
          {t("open")}
        </Link>
        <Link to="/tasks" search={{ resolved: true }} className={TAB}>
          {t("resolved")}
        </Link>
      </nav>
      <Loaded result={result} onRetry={again} skeleton={<SkeletonRows rows={4} height="h-32" />}>
        {({ staffTasks }) => (
          <Paged
            to="/tasks"
            search={search}
            page={staffTasks}
            empty={
              <Empty title={resolved ? t("noneTitle") : t("emptyTitle")}>
                {resolved ? t("none") : t("empty")}
              </Empty>
            }
          >
            {(tasks) => (
              <ul className="grid gap-4">
                {tasks.map((task) => (
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
            )}
          </Paged>
        )}
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
