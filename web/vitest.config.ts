import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["{core,ui,widget,desk}/**/*.test.ts"], environment: "node", restoreMocks: true },
});
