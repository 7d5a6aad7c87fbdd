// Says that a task was seen to, with a note for those who come later.
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "~/components/Button";
import { Dialog } from "~/components/Dialog";
import { Field } from "~/components/Field";
import { Notice } from "~/components/Notice";
import { useAct } from "~/lib/act";
import { type StaffTask, StaffTaskResolveMutation } from "./operations";

interface Props {
  task: Pick<StaffTask, "id" | "message">;
  onClose: () => void;
  onResolved: () => void;
}

export function ResolveDialog({ task, onClose, onResolved }: Props) {
  const t = useTranslations("tasks");
  const { busy, refusal, failed, send } = useAct(StaffTaskResolveMutation);
  const [note, setNote] = useState("");
  const wrong = refusal?.fields?.find(({ path }) => path.at(-1) === "note")?.message;

  async function resolve(event: FormEvent) {
    event.preventDefault();
    if (await send({ input: { taskId: task.id, note: note.trim() || null } })) onResolved();
  }

  return (
    <Dialog title={t("resolveTitle")} busy={busy} onClose={onClose}>
      <form className="grid gap-5" onSubmit={(event) => void resolve(event)}>
        <p className="text-ink-muted">{task.message}</p>
        <Field
          label={t("note_label")}
          hint={t("note_hint")}
          error={wrong}
          maxLength={300}
          autoComplete="off"
          value={note}
          disabled={busy}
          onChange={({ target }) => setNote(target.value)}
        />
        {failed || (refusal && !wrong) ? (
          <Notice tone="danger" urgent>
            {refusal?.message ?? t("unheard")}
          </Notice>
        ) : null}
        <div className="flex flex-wrap justify-end gap-3">
          <Button kind="plain" disabled={busy} onClick={onClose}>
            {t("keep")}
          </Button>
          <Button type="submit" disabled={busy}>
            {busy ? t("resolving") : t("resolveNow")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
