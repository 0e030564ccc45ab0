// The weight that a host's page carries, in gzipped bytes: fails above the budget. Run after `npm run build`.
import { readFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const out = new URL("../../pult/web", import.meta.url).pathname;
const weigh = (path) => gzipSync(readFileSync(join(out, path)), { level: 9 }).length;
if (!existsSync(join(out, "widget/manifest.json")) || !existsSync(join(out, "widget.js"))) {
  console.error("Nothing to weigh: run `npm run build` first.");
  process.exit(2);
}

const manifest = JSON.parse(readFileSync(join(out, "widget/manifest.json"), "utf8"));
const entries = Object.entries(manifest);
const entry = entries.find(([, chunk]) => chunk.isEntry);
if (!entry) throw new Error("the manifest names no entry");

/** An entry with everything it imports at once. */
function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, seen);
  return seen;
}

const first = closure(entry[0]);
const files = (keys) => new Set(keys.flatMap((key) => [manifest[key].file, ...(manifest[key].css ?? [])]));
const sum = (keys) => [...files(keys)].reduce((total, name) => total + weigh(join("widget", name)), 0);
// What comes on demand: one language of the words, and the screens before a talk with one language of theirs.
const later = (key) => [...closure(key)].filter((one) => !first.has(one));
const demanded = entries.filter(([, chunk]) => chunk.isDynamicEntry).map(([key]) => key);
const spoken = (pattern) => demanded.filter((key) => pattern.test(key)).map((key) => sum(later(key)));
const onDemand = (name) => demanded.filter((key) => key.endsWith(name)).reduce((total, key) => total + sum(later(key)), 0);
const languages = spoken(/words\/(en|ru)\./);
const screens = demanded.filter((key) => /Start\.tsx/.test(key)).flatMap(later);
const asked = sum(screens) + Math.max(0, ...spoken(/words\/start-/));
if (languages.length === 0) throw new Error("no language is loaded on demand: the dictionaries have grown into the frame");

const rows = [
  ["loader", weigh("widget.js"), 5 * 1024],
  ["chat: panel, script, style, a language", weigh("widget/panel.js") + sum([...first]) + Math.max(...languages), 30 * 1024],
  ["  the same with the screens before it", weigh("widget/panel.js") + sum([...first]) + Math.max(...languages) + asked, null],
  ["with the first line of a talk", onDemand("parts/doing.ts"), 4 * 1024],
  ["with the first file", onDemand("files/kit.ts"), 6 * 1024],
];
for (const [what, size, budget] of rows) {
  const over = budget !== null && size > budget;
  console.log(`${what.padEnd(40)} ${String(size).padStart(6)}${budget === null ? "" : ` of ${budget}`} bytes gzipped${over ? "  TOO HEAVY" : ""}`);
}
process.exit(rows.some(([, size, budget]) => budget !== null && size > budget) ? 1 : 0);
