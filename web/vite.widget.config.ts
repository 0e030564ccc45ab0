/** The widget's frame: `pult/web/widget/frame.html` and hashed files, served under /widget/. */
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";
import { small } from "./scripts/small.mjs";

/** Parts come with their looks inside, so Vite's own helper, which waits for style sheets, would only be weight. */
const bare: Plugin = {
  name: "bare-imports",
  enforce: "pre",
  load: (id) => (id.includes("vite/preload-helper") ? "export const __vitePreload = (load) => load();" : null),
};

/** The frame is drawn by ourselves (docs/decisions/drawing-the-widget.md); the sources speak to Preact. */
const own = (name: string): string => fileURLToPath(new URL(`widget/view/${name}.ts`, import.meta.url));

export default defineConfig({
  plugins: [bare, small],
  root: "widget",
  base: "/widget/",
  publicDir: false,
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
    modulePreload: false,
    rolldownOptions: { input: "widget/frame.html" },
  },
});
