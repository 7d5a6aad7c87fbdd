// After the build: a .br and a .gz beside every text file over 1 KB, so that the server never compresses.
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const DIST = new URL("../dist/", import.meta.url).pathname;
const TEXT = /\.(html|js|mjs|css|json|svg|txt|webmanifest|map)$/;
const SMALLEST = 1024;

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);

const names = await readdir(DIST, { recursive: true });
let files = 0;
let before = 0;
let after = 0;

async function compress(/** @type {string} */ name) {
  const path = join(DIST, name);
  if (!TEXT.test(name) || !(await stat(path)).isFile()) return;
  const content = await readFile(path);
  if (content.length <= SMALLEST) return;
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  const [br, gz] = await Promise.all([toBrotli(content, { params }), toGzip(content, { level: 9 })]);
  await Promise.all([writeFile(`${path}.br`, br), writeFile(`${path}.gz`, gz)]);
  files += 1;
  before += content.length;
  after += br.length;
}

await Promise.all(names.map(compress));
console.log(
  `compressed ${files} files: ${(before / 1e6).toFixed(2)} MB to ${(after / 1e6).toFixed(2)} MB (br)`,
);
