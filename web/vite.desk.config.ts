/** The desk: `pult/web/desk/index.html`, the widget's preview and the worker beside it, and hashed files, served under /desk/. */
import { defineConfig } from "vite";

export default defineConfig({
  root: "desk",
  base: "/desk/",
  publicDir: false,
  build: {
    outDir: "../../pult/web/desk",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: "desk/index.html", preview: "desk/preview.html", sw: "desk/notice/worker.ts" },
      // A worker has one address for ever: it is asked for again, and a browser sees by its bytes that it is another one.
      output: { entryFileNames: ({ name }) => (name === "sw" ? "sw.js" : "assets/[name]-[hash].js") },
    },
  },
});
