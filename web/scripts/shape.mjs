// House rules that the compiler does not know: files ≤ 250 lines, no `any`, no raw HTML, no word outside the dictionaries.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = new URL("..", import.meta.url).pathname;
const complaints = [];

for (const folder of ["core", "ui", "widget", "desk", "tell"]) {
  for (const name of readdirSync(join(root, folder), { recursive: true })) {
    if (/\.(ts|tsx|css)$/.test(name)) look(join(folder, name));
  }
}

function look(path) {
  const lines = readFileSync(join(root, path), "utf8").split("\n");
  if (lines.length - 1 > 250) complaints.push(`${path}: ${lines.length - 1} lines, 250 are allowed`);
  if (path.endsWith(".css")) return;
  const spoken = /(words|i18n)|\.test\.ts$/.test(path);
  lines.forEach((line, index) => {
    const at = `${path}:${index + 1}`;
    const code = line.replace(/^\s*(\/\/|\/\*\*?|\*).*$/, "").replace(/\s\/\/ .*$|\/\*.*?\*\//g, "");
    if (/[:<(,|&]\s*any\b|\bas any\b|\bany\[\]/.test(code)) complaints.push(`${at}: any`);
    if (/innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|document\.write/.test(code)) complaints.push(`${at}: raw HTML`);
    if (!spoken && /[А-Яа-яЁё]/.test(code)) complaints.push(`${at}: a word outside the dictionaries`);
  });
}

if (complaints.length > 0) {
  console.error(complaints.join("\n"));
  process.exit(1);
}
