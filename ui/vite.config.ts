import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

export default defineConfig(({ mode }) => ({
  plugins: [svelte()],
  // Tests mount components in jsdom, so they need Svelte's browser build rather than its server build.
  ...(mode === "test" ? { resolve: { conditions: ["browser"] } } : {}),
  // The fonts lie beside the sheets that use them, and a test reads Rust's list of sites: both outside this folder.
  server: { fs: { allow: [".."] } },
  // Nothing is inlined as data: URLs, because the window's content security policy allows only files.
  build: { assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  test: { environment: "jsdom", include: ["src/**/*.test.ts"] },
}));
