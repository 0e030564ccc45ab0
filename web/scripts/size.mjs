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
/** What makes large pictures smaller: it comes with the first one that is chosen, and not in an ordinary talk. */
const RARE = /core\/shrink\.ts$/;
/** What is shown to somebody while a queue keeps them waiting, with other ways than waiting: it comes with the first word about a queue. */
const QUEUE = /widget\/queue\.ts$|^queue\.ts$/;
const LANGUAGE = /words\/(\w+)\.ts$/;

/** Every script and style that any talk can load, once; of the languages only the heaviest. */
const weights = new Map();
for (const [key, chunk] of Object.entries(manifest)) {
  for (const file of [chunk.file, ...(chunk.css ?? [])]) weights.set(file, { key, size: weigh(join("widget", file)) });
}
const sum = (fits) => [...weights.values()].filter(({ key }) => fits(key)).reduce((total, { size }) => total + size, 0);
const languages = [...weights.values()].filter(({ key }) => LANGUAGE.test(key)).map(({ size }) => size);
if (languages.length === 0) throw new Error("no language is loaded by itself: the dictionaries have grown into the frame");

/** What opening the chat loads: the entry and what it imports at once. */
const first = new Set();
(function closure(key) {
  if (first.has(key)) return;
  first.add(key);
  for (const next of manifest[key].imports ?? []) closure(next);
})(Object.keys(manifest).find((key) => manifest[key].isEntry));

const panel = weigh("widget/panel.js");
const language = Math.max(...languages);
const rows = [
  ["loader: what each page view costs", weigh("widget.js"), 5 * 1024],
  ["the whole chat, all that a talk can load", panel + language + sum((key) => !RARE.test(key) && !QUEUE.test(key) && !LANGUAGE.test(key)), 30 * 1024],
  ["  of it when the chat opens", panel + language + sum((key) => first.has(key)), 30 * 1024],
  ["beside it, with the first large picture", sum((key) => RARE.test(key)), 1024],
  ["beside it, while one waits in a queue", sum((key) => QUEUE.test(key)), 3 * 1024],
];
for (const [what, size, budget] of rows) {
  console.log(`${what.padEnd(42)} ${String(size).padStart(6)} of ${budget} bytes gzipped${size > budget ? "  TOO HEAVY" : ""}`);
}
process.exit(rows.some(([, size, budget]) => size > budget) ? 1 : 0);
