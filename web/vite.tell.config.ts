/** The page on which a visitor lets this browser tell of an answer: `pult/web/tell/index.html`, its worker, and hashed files, served
 * under /tell/. */
import { defineConfig } from "vite";

export default defineConfig({
  root: "tell",
  base: "/tell/",
  publicDir: false,
  build: {
    outDir: "../../pult/web/tell",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    rolldownOptions: {
      input: { index: "tell/index.html", sw: "desk/notice/worker.ts" },
      output: { entryFileNames: ({ name }) => (name === "sw" ? "sw.js" : "assets/[name]-[hash].js") },
    },
  },
});
