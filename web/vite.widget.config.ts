/** The widget's frame: `pult/web/widget/frame.html` and hashed files, served under /widget/. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";
import { small } from "./scripts/small.mjs";

/** Parts come with their looks inside, so Vite's own helper, which waits for style sheets, would only be weight. */
const bare: Plugin = {
  name: "bare-imports",
  enforce: "pre",
  load: (id) => (id.includes("vite/preload-helper") ? "export const __vitePreload = (load) => load();" : null),
};

/** Tokens that only the desk uses stay out. */
const sheets = ["widget/frame.css", "widget/start.css", "ui/files.css", "widget/paint.ts"];
const needed: Plugin = {
  name: "needed-tokens",
  enforce: "pre",
  transform(code, id) {
    if (!id.includes("ui/tokens.css")) return null;
    const used = sheets.map((one) => readFileSync(fileURLToPath(new URL(one, import.meta.url)), "utf8")).join() + code.replace(/--[\w-]+:/g, "");
    return code.replace(/(--[\w-]+):[^;]*;(?:\s*\/\*.*?\*\/)?/g, (whole, name: string) => (new RegExp(`${name}\\b(?!-)`).test(used) ? whole : ""));
  },
};

/** The frame is drawn by ourselves (docs/decisions/drawing-the-widget.md); the sources speak to Preact. */
const own = (name: string): string => fileURLToPath(new URL(`widget/view/${name}.ts`, import.meta.url));

export default defineConfig({
  plugins: [bare, needed, small],
  root: "widget",
  base: "/widget/",
  publicDir: false,
  define: { __VISITOR__: "true" },
  resolve: {
    alias: [
      { find: "@preact/signals", replacement: own("signals") },
      { find: /^preact(\/hooks|\/jsx-runtime)?$/, replacement: own("draw") },
    ],
  },
  build: {
    outDir: "../../pult/web/widget",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    cssTarget: ["chrome123", "firefox121", "safari17.5"],
    modulePreload: false,
    rolldownOptions: { input: "widget/frame.html" },
  },
});
