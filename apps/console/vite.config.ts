import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/**
 * Leaflet asks, when it is loaded, whether HTML with a vector in it is understood, by writing some. Trusted Types forbid that, and
 * the whole library would fail: it asks with an element instead, as every browser since 2011 answers the same.
 */
function leafletWithoutHtml(): Plugin {
  const written = "div.innerHTML = '<svg/>';";
  return {
    name: "leaflet-without-html",
    transform(code, id) {
      if (!/\/leaflet\/dist\/leaflet-src(?:\.esm)?\.js/.test(id)) return undefined;
      if (!code.includes(written)) throw new Error("leaflet asks in another way: read it, mend this");
      return { code: code.replace(written, "div.appendChild(svgCreate('svg'));"), map: null };
    },
  };
}

/**
 * React Aria carries its sentences for screen readers in thirty languages. The console speaks two; for it the others are a
 * tenth of the first screen.
 */
function twoLanguages(): Plugin {
  return {
    name: "two-languages",
    load(id) {
      const locale = /\/react-(?:aria|stately|aria-components)\/dist\/.*\/([a-z]{2}-[A-Z]{2})\.m?js$/.exec(id)?.[1];
      return locale === undefined || locale === "en-US" || locale === "fr-FR" ? undefined : "export default {};";
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), leafletWithoutHtml(), twoLanguages()],
  build: {
    target: "es2024",
    outDir: "dist",
    emptyOutDir: true,
    manifest: true,
    // Nothing is inlined as data: the content security policy allows no data: URL.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    reportCompressedSize: false,
  },
  worker: { format: "es" },
});
