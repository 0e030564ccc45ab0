/** The loader on the host's page: one script with a stable name, no import, no global. */
import { defineConfig } from "vite";

export default defineConfig({
  publicDir: false,
  build: {
    outDir: "../pult/web",
    emptyOutDir: false,
    target: "es2020",
    lib: { entry: "widget/loader.ts", formats: ["iife"], name: "_", fileName: () => "widget.js" },
    rolldownOptions: { output: { extend: false } },
  },
});
