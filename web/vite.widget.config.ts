/** The widget's frame: `pult/web/widget/frame.html` and hashed files, served under /widget/. */
import { defineConfig } from "vite";

export default defineConfig({
  root: "widget",
  base: "/widget/",
  publicDir: false,
  build: {
    outDir: "../../pult/web/widget",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    modulePreload: false,
    rolldownOptions: { input: "widget/frame.html" },
  },
});
