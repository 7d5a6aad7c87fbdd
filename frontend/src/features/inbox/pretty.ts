// JSON on several lines. Only spaces and line ends are put in: a number is shown with the digits that it came with.
export function pretty(body: string): string {
  try {
    JSON.parse(body);
  } catch {
    return body;
  }
  let depth = 0;
  const line = () => `\n${"  ".repeat(depth)}`;
  return body.replace(/"(?:[^"\\]|\\.)*"|[{}[\]:,]|\s+|[^\s{}[\]:,"]+/g, (token, at: number) => {
    if (/^\s+$/.test(token)) return "";
    if (token === ":") return ": ";
    if (token === ",") return `,${line()}`;
    if (token === "{" || token === "[") {
      depth += 1;
      return closes(body, at + 1) ? token : token + line();
    }
    if (token === "}" || token === "]") {
      depth -= 1;
      return opened(body, at - 1) ? token : line() + token;
    }
    return token;
  });
}

const closes = (body: string, from: number) => /^\s*[}\]]/.test(body.slice(from, from + 200));
const opened = (body: string, to: number) => /[{[]\s*$/.test(body.slice(Math.max(0, to - 200), to + 1));
