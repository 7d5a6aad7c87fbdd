// Runs the GraphQL-over-HTTP audits of the package in the directory argv[2] against the endpoint argv[3]; prints JSON.
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [directory, url] = process.argv.slice(2);
const { default: audits } = await import(pathToFileURL(join(directory, "lib", "audits", "server.js")).href);
const results = await audits.auditServer({ url });
console.log(JSON.stringify(results.map(({ id, name, status, reason }) => ({ id, name, status, reason }))));
