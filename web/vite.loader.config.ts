/** What stands on the host's page, each a script with a stable name and no import: the loader, and the panel that it brings when it is
 * wanted; beside them the types of what the page may say. */
import { copyFileSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";
import { small } from "./scripts/small.mjs";

const tight: Plugin = {
  name: "tight",
  transform: (code, id) =>
    id.endsWith(".css.ts") ? code.replace(/\s*([{};,])\s*/g, "$1").replace(/: +/g, ":").replace(/;}/g, "}") : null,
};
/** The types of what pages may say lie beside the panel. */
const types: Plugin = { name: "types", closeBundle: () => copyFileSync("widget/pult.d.ts", "../pult/web/widget/pult.d.ts") };

export default defineConfig(({ mode }) => ({
  publicDir: false,
  plugins: mode === "panel" ? [tight, small, types] : [tight, small],
  build: {
    outDir: mode === "panel" ? "../pult/web/widget" : "../pult/web",
    emptyOutDir: false,
    target: "es2022",
    lib: mode === "panel"
      ? { entry: "widget/panel.ts", formats: ["es"], fileName: () => "panel.js" }
      : { entry: "widget/loader.ts", formats: ["iife"], name: "_", fileName: () => "widget.js" },
    rolldownOptions: { output: { extend: false } },
  },
}));
