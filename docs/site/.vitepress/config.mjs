import { createHash } from "node:crypto";
import { defineConfig } from "vitepress";
import { writePages } from "../pages/write.mjs";

const { rules, recipes } = writePages();
const base = process.env.SITE_BASE ?? "/";
const page = (text, link) => ({ text, link });

/** The place of a heading as GitHub calls it, since the same pages are read there. */
function slugOf(text) {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "")
    .replaceAll(" ", "-");
}

export default defineConfig({
  base,
  srcDir: ".pages",
  outDir: "dist",
  title: "godwit",
  description: "Code migrations that finish: one migration is one Markdown file.",
  lang: "en",
  head: [["link", { rel: "icon", type: "image/svg+xml", href: `${base}icon.svg` }]],
  metaChunk: true,
  vite: {
    define: { ENGINE_FOLDER: JSON.stringify(`${base}engine-${process.env.ENGINE_DIGEST ?? "local"}`) },
    publicDir: "../.public",
    build: { chunkSizeWarningLimit: 2000 },
  },
  markdown: { theme: { light: "github-light", dark: "github-dark" }, anchor: { slugify: slugOf } },
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    nav: [
      page("Begin", "/begin"),
      page("Rules", "/rules/"),
      page("Recipes", "/recipes/"),
      { text: "Playground", link: "/play.html", target: "_self" },
    ],
    sidebar: [
      {
        text: "Begin",
        items: [
          page("What it is", "/start"),
          page("Begin in a minute", "/begin"),
          page("The guide", "/guide"),
          page("Ban any pattern", "/any-ban"),
          page("Beside other tools", "/comparison"),
          page("On real repositories", "/field-tests"),
        ],
      },
      {
        text: "Contracts",
        items: [
          page("The contract file", "/contracts"),
          page("All keys", "/contract-keys"),
          page("Where contracts come from", "/new-contracts"),
        ],
      },
      {
        text: "Rules",
        collapsed: true,
        items: [page("All rules", "/rules/"), ...rules.map((name) => page(name, `/rules/${name}`))],
      },
      {
        text: "Recipes",
        collapsed: true,
        items: [page("All recipes", "/recipes/"), ...recipes.map(({ name, title }) => page(title, `/recipes/${name}`))],
      },
      {
        text: "Every day",
        items: [
          page("Check", "/check"),
          page("Baseline", "/baseline"),
          page("CI", "/ci"),
          page("Formats", "/formats"),
          page("Editors", "/editors"),
          page("Editor settings", "/editor-settings"),
          page("oxlint", "/oxlint"),
          page("All commands", "/commands"),
        ],
      },
      {
        text: "To the end",
        items: [
          page("The process", "/process"),
          page("Overview and report", "/overview"),
          page("Migrate", "/migrate"),
          page("Across files", "/across-files"),
          page("Mocks", "/mocks"),
          page("Many repositories", "/platform-teams"),
        ],
      },
      {
        text: "For those who change godwit",
        collapsed: true,
        items: [
          page("Architecture", "/architecture"),
          page("Testing", "/testing"),
          page("Speed", "/speed"),
          page("Releasing", "/releasing"),
          page("Decisions", "/decisions/"),
        ],
      },
    ],
  },
  transformHtml: (html) => html.replace("<head>", `<head>\n    ${policyFor(html)}`),
});

/** Lets a page load from where it comes from alone, and run only the scripts that the build has written into it. */
function policyFor(html) {
  const inline = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>(.*?)<\/script>/gs)].map(([, script]) => script);
  const hashes = [...new Set(inline)].map((script) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`);
  const parts = [
    "default-src 'self'",
    `script-src 'self' 'wasm-unsafe-eval' ${hashes.join(" ")}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ];
  return `<meta http-equiv="Content-Security-Policy" content="${parts.join("; ")}">`;
}
