/** The widget's frame: `pult/web/widget/frame.html` and hashed files, served under /widget/. */
import { defineConfig, type Plugin } from "vite";

/** Parts come with their looks inside, so Vite's own helper, which waits for style sheets, would only be weight. */
const bare: Plugin = {
  name: "bare-imports",
  enforce: "pre",
  load: (id) => (id.includes("vite/preload-helper") ? "export const __vitePreload = (load) => load();" : null),
};

export default defineConfig({
  plugins: [bare],
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
