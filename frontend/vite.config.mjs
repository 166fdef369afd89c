// Builds the islands and the one style sheet into the static files of the site room.
import { resolve } from "node:path";
import { defineConfig } from "vite";
import { darkFollowsTheSystem, onlyUsedStyles } from "./scripts/styles.mjs";

const here = import.meta.dirname ?? new URL(".", import.meta.url).pathname;

export default defineConfig({
  root: here,
  base: "/static/build/",
  publicDir: "public",
  css: { postcss: { plugins: [darkFollowsTheSystem(), onlyUsedStyles(resolve(here, ".."))] } },
  build: {
    outDir: resolve(here, "../src/langnghe/site/static/build"),
    emptyOutDir: true,
    manifest: "manifest.json",
    target: ["es2020", "chrome90", "safari14"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    rollupOptions: {
      checks: { eval: false, pluginTimings: false }, // htmx holds an eval that allowEval=false never reaches
      input: { main: resolve(here, "src/main.ts") },
    },
  },
});
