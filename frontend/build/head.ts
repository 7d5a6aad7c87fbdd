// Vite plugin: puts the theme script (hashed, classic, blocking: no flash, no inline code) and the preload
// of the one font that every page needs into the head of each HTML entry.
import { readFileSync } from "node:fs";
import type { HtmlTagDescriptor, Plugin } from "vite";

const THEME = new URL("../src/styles/theme.js", import.meta.url);
const FONT = /geist-latin-wght-normal.*\.woff2$/;

export function head(): Plugin {
  let building = false;
  let theme = "";
  return {
    name: "perennial-head",
    configResolved(config) {
      building = config.command === "build";
    },
    buildStart() {
      if (!building) return;
      theme = this.emitFile({ type: "asset", name: "theme.js", source: readFileSync(THEME) });
    },
    generateBundle() {
      theme = this.getFileName(theme);
    },
    transformIndexHtml: {
      order: "post",
      handler(_html, { bundle, filename }) {
        const src = building ? `/${theme}` : "/src/styles/theme.js";
        const tags: HtmlTagDescriptor[] = [{ tag: "script", attrs: { src }, injectTo: "head-prepend" }];
        const font = Object.keys(bundle ?? {}).find((name) => FONT.test(name));
        if (font && !filename.endsWith("graphiql.html"))
          tags.push({
            tag: "link",
            attrs: { rel: "preload", as: "font", type: "font/woff2", href: `/${font}`, crossorigin: true },
            injectTo: "head-prepend",
          });
        return tags;
      },
    },
  };
}
