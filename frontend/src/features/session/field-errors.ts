// The server's field errors by the name of the form field they belong to.
import type { FieldProblem } from "~/lib/session";

export type FieldErrors = Record<string, string | undefined>;

export function fieldErrors(problems: Pick<FieldProblem, "path" | "message">[]): FieldErrors {
  const errors: FieldErrors = {};
  for (const { path, message } of problems) {
    const name = path.at(-1) ?? "";
    errors[name] ??= message;
  }
  return errors;
}
