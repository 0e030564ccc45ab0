/** The desk: `pult/web/desk/index.html`, the widget's preview beside it, and hashed files, served under /desk/. */
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
    rolldownOptions: { input: ["desk/index.html", "desk/preview.html"] },
  },
});
