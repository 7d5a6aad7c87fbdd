// Long numbers as people read them out.

/** Digits in fours; a CLABE by its bank, city, account and check digit. What is no long number stays as it is. */
export function readable(text: string, kind: "reference" | "clabe" = "reference"): string {
  if (!/^\d+$/.test(text)) return text;
  if (kind === "clabe" && text.length === 18)
    return [text.slice(0, 3), text.slice(3, 6), text.slice(6, 17), text.slice(17)].join(" ");
  return text.length < 7 ? text : (text.match(/\d{1,4}/g) ?? []).join(" ");
}

/** An SVG as the address of an image: a page's policy lets it draw, and nothing in it can run. */
export function pictureOf(svg: string): string {
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
