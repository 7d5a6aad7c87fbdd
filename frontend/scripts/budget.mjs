// Holds the built pages to their budgets: reads dist/.vite/manifest.json, follows static imports, fails when over.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const DIST = new URL("../dist/", import.meta.url);
const KB = 1024;

const BUDGETS = {
  "portal.html": { js: 165 * KB, css: 18 * KB, first: ["src/portal/screens/Plans.tsx", "src/i18n/en.ts"] },
  "admin.html": {
    js: 200 * KB,
    css: 18 * KB,
    first: ["src/admin/screens/Gateways.tsx", "src/i18n/en.ts", "src/i18n/en.admin.ts"],
  },
};
const LOCALE_BUDGET = 12 * KB;

/** @typedef {{ file: string, src?: string, imports?: string[], css?: string[] }} Chunk */
/** @type {Record<string, Chunk>} */
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", DIST), "utf8"));
const size = (/** @type {string} */ file) => gzipSync(readFileSync(new URL(file, DIST)), { level: 9 }).length;
const sum = (/** @type {Iterable<string>} */ files) =>
  [...files].reduce((total, file) => total + size(file), 0);
const kb = (/** @type {number} */ bytes) => `${(bytes / KB).toFixed(1)} KB`;

let failed = false;
function hold(/** @type {string} */ what, /** @type {number} */ actual, /** @type {number} */ limit) {
  const over = actual > limit;
  failed ||= over;
  console.log(`${over ? "OVER" : "ok  "}  ${what}: ${kb(actual)} of ${kb(limit)}`);
}

/** A chunk and everything it imports statically. */
function initial(/** @type {string} */ key, seen = new Set()) {
  const chunk = manifest[key];
  if (!chunk || seen.has(key)) return seen;
  seen.add(key);
  for (const next of chunk.imports ?? []) initial(next, seen);
  return seen;
}

for (const [entry, budget] of Object.entries(BUDGETS)) {
  // What is loaded before the first data: the entry, then its first screen and one language.
  const loaded = initial(entry);
  for (const key of budget.first) initial(key, loaded);
  const chunks = [...loaded].map((key) => /** @type {Chunk} */ (manifest[key]));
  const scripts = new Set(chunks.map(({ file }) => file));
  hold(`${entry} initial JS (gz)`, sum(scripts), budget.js);
  hold(`${entry} CSS (gz)`, sum(new Set(chunks.flatMap(({ css }) => css ?? []))), budget.css);
  const editor = [...scripts].filter((file) => readFileSync(new URL(file, DIST), "utf8").includes("monaco"));
  hold(`${entry} bytes of monaco`, sum(editor), 0);
}

for (const [key, { file }] of Object.entries(manifest))
  if (/^src\/i18n\/[a-z]{2}(\.admin)?\.ts$/.test(key)) hold(`${key} (gz)`, size(file), LOCALE_BUDGET);

process.exitCode = failed ? 1 : 0;
