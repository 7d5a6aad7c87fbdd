// Field errors of an order: those that have a place beside a field, and those that are told at the button.
interface Problem {
  path: string[];
  message: string;
}

export interface Problems {
  fields: Record<string, string>;
  messages: string[];
}

/** The plan's quantity has a field of its own; an add-on's quantity has `addons` in its path. */
export function sortProblems(problems: Problem[], message: string): Problems {
  const sorted: Problems = { fields: {}, messages: [] };
  for (const { path, message: words } of problems) {
    if (path.at(-1) === "quantity" && !path.includes("addons")) sorted.fields.quantity ??= words;
    else sorted.messages.push(words);
  }
  if (problems.length === 0) sorted.messages.push(message);
  return sorted;
}
