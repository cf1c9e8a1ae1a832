// .vitepress/config.mjs
import { createHash } from "node:crypto";
import { defineConfig } from "file:///work/release/docs/site/node_modules/vitepress/dist/node/index.js";

// pages/write.mjs
import { cpSync, mkdirSync, readdirSync as readdirSync3, readFileSync as readFileSync3, rmSync, writeFileSync } from "node:fs";
import path4 from "node:path";
import { fileURLToPath as fileURLToPath2 } from "node:url";

// ../../scripts/packages.mjs
import { fileURLToPath } from "node:url";
var __vite_injected_original_import_meta_url = "file:///work/release/scripts/packages.mjs";
var REPOSITORY = fileURLToPath(new URL("..", __vite_injected_original_import_meta_url));

// pages/first-examples.mjs
var PACKAGE = ["package.json", '{\n  "name": "playground",\n  "private": true,\n  "type": "module"\n}\n'];
var FIRST_EXAMPLES = [
  {
    name: "any-ban",
    title: "Ban any pattern",
    group: "Begin here",
    shown: "src/jobs.ts",
    files: [
      [
        "migrations/no-debug-code.md",
        `---
title: No debug code in the product
why: It tells users what is none of their business, and slows every request down.
imports:
  log: ./src/log.ts
rules:
  no-deprecated-call:
    replace:
      - match: console.log($message)
        with: log.info($message)
      - match: eval($$$_)
      - match: $_.innerHTML = $_
      - match: new Date($year, $month, $$$_)
---

An entry without \`with\` bans the pattern: it is reported, and a person decides. With \`with\` it is also rewritten,
where that is safe. \`$message\` takes one expression, \`$$$_\` takes any number of them.

\`\`\`ts before=src/example.ts
console.log("paid");
\`\`\`

\`\`\`ts after
import { log } from "./log.js";

log.info("paid");
\`\`\`

\`\`\`ts before=src/other-example.ts
export const run = (code: string) => eval(code);
\`\`\`
`
      ],
      [
        "src/jobs.ts",
        `export function runJob(name: string, code: string) {
  console.log(\`running \${name}\`);
  return eval(code);
}

export const endOfYear = new Date(2026, 11, 31);

export function show(box: HTMLElement, text: string) {
  box.innerHTML = text;
}
`
      ],
      ["src/log.ts", `export const log = {
  info(message: string) {
    process.stdout.write(message + "\\n");
  },
};
`],
      PACKAGE
    ]
  },
  {
    name: "one-id",
    title: "IDs from one function",
    group: "Begin here",
    shown: "src/auth/sessions.ts",
    files: [
      [
        "migrations/one-id.md",
        `---
title: One way to make IDs
why: An ID that says what it is for explains itself in a log.
imports:
  newId: ./src/ids.ts
rules:
  no-raw-uuid:
    replace:
      - with: newId($entity)
---

IDs come from \`newId()\`. By hand: import it, and name the entity.

\`\`\`ts before=src/auth/users.ts
import { v4 as uuidv4 } from "uuid";
const userId = uuidv4();
\`\`\`

\`\`\`ts after
import { newId } from "../ids.js";
const userId = newId("user");
\`\`\`
`
      ],
      [
        "src/auth/sessions.ts",
        `import { v4 as uuidv4 } from "uuid";

export function createSession(userId: string) {
  return { id: uuidv4(), userId };
}

export class Thread {
  readonly id = uuidv4();
  readonly shortId = uuidv4().slice(0, 8);
}
`
      ],
      ["src/ids.ts", "export function newId(entity: string): string {\n  return `${entity}_${crypto.randomUUID()}`;\n}\n"],
      PACKAGE
    ]
  },
  {
    name: "moved-module",
    title: "A module that has moved",
    group: "Begin here",
    shown: "src/pages/orders.ts",
    files: [
      [
        "migrations/new-prices.md",
        `---
title: Prices come from the shop's own package
why: The old helpers round in another way than the invoices do.
rules:
  no-deprecated-import:
    - { from: ./src/old/prices.ts, name: total, to: ./src/prices.ts, as: sum, rename: uses }
    - { from: ./src/old/prices.ts, to: ./src/prices.ts }
---

\`\`\`ts before=src/example.ts
import { total } from "./old/prices.js";

export const price = total([1, 2]);
\`\`\`

\`\`\`ts after
import { sum } from "./prices.js";

export const price = sum([1, 2]);
\`\`\`
`
      ],
      [
        "src/pages/orders.ts",
        `import { vat, total } from "../old/prices.js";

export function show(items: number[]) {
  return { total: total(items), vat: vat(total(items)) };
}
`
      ],
      ["src/old/prices.ts", 'export { sum as total, vat } from "../prices.js";\n'],
      [
        "src/prices.ts",
        "export const sum = (items: number[]) => items.reduce((all, each) => all + each, 0);\nexport const vat = (price: number) => price * 0.2;\n"
      ],
      PACKAGE
    ]
  }
];

// pages/examples.mjs
import { readdirSync as readdirSync2, readFileSync as readFileSync2, statSync } from "node:fs";
import path2 from "node:path";
import { deflateSync } from "node:zlib";
import { stringify, parse as parse2 } from "file:///work/release/node_modules/yaml/dist/index.js";

// ../../scripts/cases.mjs
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "file:///work/release/node_modules/yaml/dist/index.js";
var CONFORMANCE = path.join(REPOSITORY, "test/conformance");
function casesOf(rule) {
  const folder = path.join(CONFORMANCE, "cases", rule);
  const names = readdirSync(folder).filter((file) => file.endsWith(".md"));
  return names.sort().map((file) => readCase(file.slice(0, -3), readFileSync(path.join(folder, file), "utf8")));
}
function sharedContract(name) {
  return splitFrontMatter(readFileSync(path.join(CONFORMANCE, "contracts", `${name}.md`), "utf8")).front;
}
function readCase(name, markdown) {
  const { front, body } = splitFrontMatter(markdown);
  const data = parse(front);
  const fences = [...body.matchAll(/^(`{3,}|~{3,})([^\n]*)\n(.*?)^\1 *$/gms)].map(
    ([, , info, text]) => readFence(info.trim(), text)
  );
  const prose = body.replace(/^(`{3,}|~{3,})[^\n]*\n.*?^\1 *$/gms, "").trim();
  return {
    name,
    sentence: prose.split(/\n\s*\n/)[0].replaceAll(/\s+/g, " "),
    isExample: data.example === true,
    contract: data.contract,
    files: data.files,
    reports: data.reports,
    fences: fences.filter(({ kind }) => kind !== void 0),
    group: groupOf(fences)
  };
}
function splitFrontMatter(markdown) {
  const [, front, body] = /^---\n(.*?\n)---\n(.*)$/s.exec(markdown);
  return { front, body };
}
function readFence(info, text) {
  const [language] = info.split(/\s/);
  const path5 = /(?:before|valid|file)=(\S+)/.exec(info)?.[1];
  const kind = /\b(before|after|valid|suggestion|file)\b/.exec(info.slice(language.length))?.[1];
  return { kind, language, path: path5, title: /suggestion="([^"]*)"/.exec(info)?.[1], text };
}
function groupOf(fences) {
  const has = (kind) => fences.some((fence) => fence.kind === kind);
  if (has("after")) return "fixed";
  return has("before") ? "left" : "valid";
}

// pages/examples.mjs
var PACKAGE2 = { name: "playground", private: true, type: "module" };
var TSCONFIG = { compilerOptions: { target: "es2023", module: "nodenext", strict: true, jsx: "preserve" } };
function linkTo({ files, shown }) {
  const json = JSON.stringify({ files, ...shown !== void 0 && { shown } });
  return `1.${deflateSync(json, { level: 9 }).toString("base64url")}`;
}
function fencesOf(text) {
  return [...text.matchAll(/^(`{3,})(\w[^\n]*)\n(.*?)^\1 *$/gms)].map((match) => ({
    info: match[2],
    text: match[3],
    start: match.index,
    end: match.index + match[0].length
  }));
}
function pageExamples(rule, text) {
  const modules = [];
  const found = [];
  for (const fence of fencesOf(text.split("<!-- generated:cases -->")[0])) {
    const file = /^\w+ file=(\S+)$/.exec(fence.info)?.[1];
    if (file !== void 0) modules.push([file, fence.text]);
    else if (fence.info === "yaml contract") found.push({ yaml: fence.text, parts: [], end: fence.end });
    else if (found.length > 0 && /^\w+ (?:before=|after|valid=)/.test(fence.info)) {
      found.at(-1).parts.push(fence);
      found.at(-1).end = fence.end;
    }
  }
  return found.map(({ yaml, parts, end }, index) => {
    const title = /^title:/m.test(yaml) ? "" : `title: Example ${index + 1} of ${rule}
`;
    const prose = parts.map(({ info, text: code }) => `\`\`\`${info}
${code}\`\`\`
`).join("\n");
    const own = filesOf(parts);
    const contract = ["migrations/example.md", `---
${title}${yaml}---

${prose}`];
    const files = [contract, ...own, ...modules.filter(([file]) => !own.some(([name]) => name === file)), ...settings({})];
    return {
      name: `${rule}-${index + 1}`,
      title: titleIn(yaml) ?? `Example ${index + 1}`,
      group: rule,
      files,
      shown: own[0]?.[0],
      end
    };
  });
}
function caseExamples(rule) {
  return casesOf(rule).filter(({ isExample }) => isExample).map((each) => {
    const shared = typeof each.contract === "string" ? [each.contract] : [];
    const contracts = typeof each.contract === "string" ? [[each.contract, sharedContract(each.contract)]] : [each.contract].flat().map((front) => inline(front));
    const own = each.fences.filter(({ kind }) => kind === "before" || kind === "valid" || kind === "file");
    const files = new Map([
      ...settings({}),
      ...shared.flatMap(sharedFiles),
      ...Object.entries(each.files ?? {}).filter(([, text]) => text !== null)
    ]);
    for (const [file, text] of Object.entries(each.files ?? {})) if (text === null) files.delete(file);
    for (const { path: file, text } of own) files.set(file, text);
    const first = contracts.map(([id, front]) => [`migrations/${id}.md`, `---
${front}---

${capitalise(each.sentence)}
`]);
    const shown = own.find(({ kind }) => kind !== "file")?.path;
    return {
      name: `${rule}-${each.name}`,
      sentence: each.sentence,
      files: [...first, ...files],
      shown,
      expected: expectedOf(each.fences),
      isValid: each.group === "valid"
    };
  });
}
function recipeExample(name, text) {
  const { front } = splitFrontMatter2(text);
  const own = filesOf(fencesOf(text));
  const files = [[`migrations/${name}.md`, text], ...own, ...settings(packagesOf(front))];
  return { name, title: front.title, group: "Recipes", files, shown: own[0]?.[0] };
}
function splitFrontMatter2(text) {
  const [, yaml, body] = /^---\n(.*?\n)---\n(.*)$/s.exec(text);
  return { front: parse2(yaml), body };
}
function packagesOf({ imports = {}, rules: rules2 }) {
  const moves = [rules2["no-deprecated-import"] ?? []].flat();
  const named = [...Object.values(imports), ...moves.flatMap(({ to }) => to === void 0 ? [] : [to])];
  const packages = named.filter((each) => !/^(?:\.|node:)/.test(each)).map((each) => /^(?:@[^/]+\/)?[^/#]+/.exec(each)[0]);
  return Object.fromEntries(packages.map((each) => [each, "*"]));
}
function settings(dependencies) {
  const hasAny = Object.keys(dependencies).length > 0;
  const manifest = { ...PACKAGE2, ...hasAny && { dependencies } };
  return [
    ["package.json", `${JSON.stringify(manifest, null, 2)}
`],
    ["tsconfig.json", `${JSON.stringify(TSCONFIG, null, 2)}
`]
  ];
}
function filesOf(fences) {
  return fences.flatMap(({ info, text }) => {
    const file = /(?:before|valid|file)=(\S+)/.exec(info)?.[1];
    return file === void 0 ? [] : [[file, text]];
  });
}
function expectedOf(fences) {
  return fences.flatMap(({ kind, text }, index) => {
    const before = fences.slice(0, index).findLast((each) => each.kind === "before");
    return kind === "after" ? [[before.path, text]] : [];
  });
}
function inline({ id = "case", ...front }) {
  return [id, stringify({ title: "Case", ...front }, { lineWidth: 0 })];
}
function sharedFiles(contract) {
  const folder = path2.join(REPOSITORY, "test/conformance/contracts", contract);
  const names = readdirSync2(folder, { recursive: true }).filter((name) => statSync(path2.join(folder, name)).isFile());
  return names.sort().map((name) => [name, readFileSync2(path2.join(folder, name), "utf8")]);
}
function titleIn(yaml) {
  return /^title: *(.+)$/m.exec(yaml)?.[1].replace(/^"(.*)"$/, "$1");
}
function capitalise(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

// pages/links.mjs
import { existsSync, statSync as statSync2 } from "node:fs";
import path3 from "node:path";

// pages/prose.mjs
var CODE = /(^(`{3,}|~{3,}).*?^\2`* *$|(?<!`)(`+)(?!`).+?(?<!`)\3(?!`))/gms;
var TAG = /<(?!\/?(?:details|summary|code|p|br|img|picture|source|b|i|a|kbd|Playground)\b|!--)/g;
function changeProse(text, change) {
  let end = 0;
  let changed = "";
  for (const { index, 0: code } of text.matchAll(CODE)) {
    changed += change(text.slice(end, index)) + code;
    end = index + code.length;
  }
  return changed + change(text.slice(end));
}
function withoutElements(text) {
  return changeProse(text, (prose) => prose.replaceAll(TAG, "&lt;").replaceAll("{{", "&#123;&#123;"));
}

// pages/links.mjs
var SOURCES = process.env.SITE_REPOSITORY ?? "https://github.com/godwit-dev/godwit";
function rewriteLinks(text, from, places) {
  return changeProse(
    text,
    (prose) => prose.replaceAll(/(\]\()([^)\s]+)(\))/g, (_, open, target, close) => open + placeOf(target, from, places) + close).replaceAll(/((?:src|srcset|href)=")([^"]+)(")/g, (_, open, target, close) => open + placeOf(target, from, places) + close)
  );
}
function placeOf(target, from, places) {
  if (/^(?:[a-z]+:|#|\/)/.test(target)) return target;
  const [file, anchor] = target.split(/(?=#)/);
  const named = path3.posix.join(path3.posix.dirname(from), file).replace(/\/$/, "");
  const page2 = places.get(named) ?? places.get(`${named}/README.md`);
  const own = places.get(from);
  if (page2 !== void 0) return `${relative(own, page2)}${anchor ?? ""}`;
  if (!existsSync(path3.join(REPOSITORY, named))) throw new Error(`${from} links to ${target}, which is not there.`);
  if (/\.(?:png|svg)$/.test(named) && named.startsWith("docs/")) return relative(own, named.slice("docs/".length));
  const kind = statSync2(path3.join(REPOSITORY, named)).isDirectory() ? "tree" : "blob";
  return `${SOURCES}/${kind}/main/${named}${anchor ?? ""}`;
}
function relative(from, to) {
  const way = path3.posix.relative(path3.posix.dirname(from), to);
  return way.startsWith(".") ? way : `./${way}`;
}

// pages/write.mjs
var __vite_injected_original_import_meta_url2 = "file:///work/release/docs/site/pages/write.mjs";
var PAGES = fileURLToPath2(new URL("../.pages", __vite_injected_original_import_meta_url2));
var RECIPES = "packages/cli/recipes";
function writePages() {
  rmSync(PAGES, { recursive: true, force: true });
  const recipes2 = namesIn(RECIPES).map((name) => readRecipe(name));
  const places = listPlaces();
  const examples = [...FIRST_EXAMPLES, ...recipes2.map(({ example }) => example)];
  const rules2 = namesIn("docs/rules").filter((name) => name !== "README");
  for (const [source, place] of places) {
    const rule = rules2.find((name) => source === `docs/rules/${name}.md`);
    const text = read(source);
    const written = rule === void 0 ? text : rulePage(rule, text, examples);
    write(place, captioned(withoutElements(rewriteLinks(written, source, places))));
  }
  for (const recipe of recipes2) write(`recipes/${recipe.name}.md`, captioned(withoutElements(recipe.page)));
  write("play.md", "---\nlayout: page\ntitle: Playground\nsidebar: false\naside: false\n---\n\n<Playground />\n");
  write("index.md", read("docs/site/home.md"));
  cpSync(path4.join(REPOSITORY, "docs/pictures"), path4.join(PAGES, "pictures"), { recursive: true });
  const menu = examples.filter(({ isListed = true }) => isListed);
  write(
    "examples.json",
    JSON.stringify(menu.map(({ name, title, group, files, shown }) => ({ name, title, group, files, shown })))
  );
  write("all-examples.json", JSON.stringify(examples));
  return { rules: rules2, recipes: recipes2.map(({ name, title }) => ({ name, title })) };
}
function listPlaces() {
  const guides = namesIn("docs").map((name) => [`docs/${name}.md`, `${name}.md`]);
  const folders = ["rules", "decisions"].flatMap(
    (folder) => namesIn(`docs/${folder}`).map((name) => [`docs/${folder}/${name}.md`, `${folder}/${name === "README" ? "index" : name}.md`])
  );
  return new Map([["README.md", "start.md"], ["docs/recipes.md", "recipes/index.md"], ...guides, ...folders].reverse());
}
function readRecipe(name) {
  const text = read(`${RECIPES}/${name}.md`);
  const { front, body } = splitFrontMatter2(text);
  const example = recipeExample(name, text);
  const counts = countsOf(name);
  const page2 = [
    `# ${front.title}`,
    front.why,
    `\`\`\`sh
npx godwit init --recipe ${name}
\`\`\``,
    playLink("Try it in the playground", linkTo(example)),
    body.trim(),
    ...counts.length > 0 ? ["## On real code", counts.join("\n")] : [],
    "## The contract",
    `\`\`\`yaml
${/^---\n(.*?\n)---\n/s.exec(text)[1]}\`\`\``
  ];
  return { name, title: front.title, example, page: `${page2.join("\n\n")}
` };
}
function countsOf(name) {
  const rows = read("docs/recipes.md").split("\n").filter((line) => line.startsWith("|"));
  const own = rows.filter((row) => row.includes(`[${name}]`)).map((row) => `|${row.split("|").slice(2).join("|")}`);
  const head = rows.filter((_, index) => index < 2).map((row) => `|${row.split("|").slice(2).join("|")}`);
  return own.length > 0 ? [...head, ...own] : [];
}
function rulePage(rule, text, examples) {
  const own = pageExamples(rule, text);
  examples.push(...own.map((each) => ({ ...each, isListed: false })));
  let page2 = text;
  for (const example of own.toReversed()) {
    const link = playLink("Open in the playground", linkTo(example));
    page2 = `${page2.slice(0, example.end)}

${link}${page2.slice(example.end)}`;
  }
  for (const example of caseExamples(rule)) {
    const sentence = `**${example.sentence.charAt(0).toUpperCase()}${example.sentence.slice(1)}**`;
    if (!page2.includes(sentence)) throw new Error(`docs/rules/${rule}.md does not show ${example.name}: run npm run generate.`);
    page2 = page2.replace(sentence, () => `${sentence} ${playLink("Open in the playground", linkTo(example))}`);
    examples.push({ ...example, title: example.sentence, group: rule, isListed: false });
  }
  return page2;
}
function playLink(label, link) {
  return `[${label}](/play.html#${link}){target="_self" .play-link}`;
}
function captioned(text) {
  return text.replaceAll(
    /^(`{3,})([a-z]+) (?:(before|file|valid)=(\S+)|(after)(?:=\S+)?|contract) *$/gm,
    (_, ticks, language, kind, file, after) => {
      const words = { before: file, file, valid: `${file} is not reported` };
      const caption = after ? "becomes" : kind === void 0 ? "the contract" : words[kind];
      return `<p class="file-name">${caption}</p>

${ticks}${language}`;
    }
  );
}
function namesIn(folder) {
  const names = readdirSync3(path4.join(REPOSITORY, folder)).filter((name) => name.endsWith(".md"));
  return names.map((name) => name.slice(0, -".md".length)).sort();
}
function read(file) {
  return readFileSync3(path4.join(REPOSITORY, file), "utf8");
}
function write(file, text) {
  const target = path4.join(PAGES, file);
  mkdirSync(path4.dirname(target), { recursive: true });
  writeFileSync(target, text);
}

// .vitepress/config.mjs
var { rules, recipes } = writePages();
var base = process.env.SITE_BASE ?? "/";
var page = (text, link) => ({ text, link });
var config_default = defineConfig({
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
    build: { chunkSizeWarningLimit: 2e3 }
  },
  markdown: { theme: { light: "github-light", dark: "github-dark" } },
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    nav: [
      page("Begin", "/begin"),
      page("Rules", "/rules/"),
      page("Recipes", "/recipes/"),
      { text: "Playground", link: "/play.html", target: "_self" }
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
          page("On real repositories", "/field-tests")
        ]
      },
      {
        text: "Contracts",
        items: [
          page("The contract file", "/contracts"),
          page("All keys", "/contract-keys"),
          page("Where contracts come from", "/new-contracts")
        ]
      },
      {
        text: "Rules",
        collapsed: true,
        items: [page("All rules", "/rules/"), ...rules.map((name) => page(name, `/rules/${name}`))]
      },
      {
        text: "Recipes",
        collapsed: true,
        items: [page("All recipes", "/recipes/"), ...recipes.map(({ name, title }) => page(title, `/recipes/${name}`))]
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
          page("All commands", "/commands")
        ]
      },
      {
        text: "To the end",
        items: [
          page("The process", "/process"),
          page("Overview and report", "/overview"),
          page("Migrate", "/migrate"),
          page("Across files", "/across-files"),
          page("Mocks", "/mocks")
        ]
      },
      {
        text: "For who changes godwit",
        collapsed: true,
        items: [
          page("Architecture", "/architecture"),
          page("Testing", "/testing"),
          page("Speed", "/speed"),
          page("Releasing", "/releasing"),
          page("Decisions", "/decisions/")
        ]
      }
    ]
  },
  transformHtml: (html) => html.replace("<head>", `<head>
    ${policyFor(html)}`)
});
function policyFor(html) {
  const inline2 = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>(.*?)<\/script>/gs)].map(([, script]) => script);
  const hashes = [...new Set(inline2)].map((script) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`);
  const parts = [
    "default-src 'self'",
    `script-src 'self' 'wasm-unsafe-eval' ${hashes.join(" ")}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'"
  ];
  return `<meta http-equiv="Content-Security-Policy" content="${parts.join("; ")}">`;
}
export {
  config_default as default
};
//# sourceMappingURL=data:application/json;base64,ewogICJ2ZXJzaW9uIjogMywKICAic291cmNlcyI6IFsiLnZpdGVwcmVzcy9jb25maWcubWpzIiwgInBhZ2VzL3dyaXRlLm1qcyIsICIuLi8uLi9zY3JpcHRzL3BhY2thZ2VzLm1qcyIsICJwYWdlcy9maXJzdC1leGFtcGxlcy5tanMiLCAicGFnZXMvZXhhbXBsZXMubWpzIiwgIi4uLy4uL3NjcmlwdHMvY2FzZXMubWpzIiwgInBhZ2VzL2xpbmtzLm1qcyIsICJwYWdlcy9wcm9zZS5tanMiXSwKICAic291cmNlc0NvbnRlbnQiOiBbImNvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9kaXJuYW1lID0gXCIvd29yay9yZWxlYXNlL2RvY3Mvc2l0ZS8udml0ZXByZXNzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ZpbGVuYW1lID0gXCIvd29yay9yZWxlYXNlL2RvY3Mvc2l0ZS8udml0ZXByZXNzL2NvbmZpZy5tanNcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfaW1wb3J0X21ldGFfdXJsID0gXCJmaWxlOi8vL3dvcmsvcmVsZWFzZS9kb2NzL3NpdGUvLnZpdGVwcmVzcy9jb25maWcubWpzXCI7aW1wb3J0IHsgY3JlYXRlSGFzaCB9IGZyb20gXCJub2RlOmNyeXB0b1wiO1xuaW1wb3J0IHsgZGVmaW5lQ29uZmlnIH0gZnJvbSBcInZpdGVwcmVzc1wiO1xuaW1wb3J0IHsgd3JpdGVQYWdlcyB9IGZyb20gXCIuLi9wYWdlcy93cml0ZS5tanNcIjtcblxuY29uc3QgeyBydWxlcywgcmVjaXBlcyB9ID0gd3JpdGVQYWdlcygpO1xuY29uc3QgYmFzZSA9IHByb2Nlc3MuZW52LlNJVEVfQkFTRSA/PyBcIi9cIjtcbmNvbnN0IHBhZ2UgPSAodGV4dCwgbGluaykgPT4gKHsgdGV4dCwgbGluayB9KTtcblxuZXhwb3J0IGRlZmF1bHQgZGVmaW5lQ29uZmlnKHtcbiAgYmFzZSxcbiAgc3JjRGlyOiBcIi5wYWdlc1wiLFxuICBvdXREaXI6IFwiZGlzdFwiLFxuICB0aXRsZTogXCJnb2R3aXRcIixcbiAgZGVzY3JpcHRpb246IFwiQ29kZSBtaWdyYXRpb25zIHRoYXQgZmluaXNoOiBvbmUgbWlncmF0aW9uIGlzIG9uZSBNYXJrZG93biBmaWxlLlwiLFxuICBsYW5nOiBcImVuXCIsXG4gIGhlYWQ6IFtbXCJsaW5rXCIsIHsgcmVsOiBcImljb25cIiwgdHlwZTogXCJpbWFnZS9zdmcreG1sXCIsIGhyZWY6IGAke2Jhc2V9aWNvbi5zdmdgIH1dXSxcbiAgbWV0YUNodW5rOiB0cnVlLFxuICB2aXRlOiB7XG4gICAgZGVmaW5lOiB7IEVOR0lORV9GT0xERVI6IEpTT04uc3RyaW5naWZ5KGAke2Jhc2V9ZW5naW5lLSR7cHJvY2Vzcy5lbnYuRU5HSU5FX0RJR0VTVCA/PyBcImxvY2FsXCJ9YCkgfSxcbiAgICBwdWJsaWNEaXI6IFwiLi4vLnB1YmxpY1wiLFxuICAgIGJ1aWxkOiB7IGNodW5rU2l6ZVdhcm5pbmdMaW1pdDogMjAwMCB9LFxuICB9LFxuICBtYXJrZG93bjogeyB0aGVtZTogeyBsaWdodDogXCJnaXRodWItbGlnaHRcIiwgZGFyazogXCJnaXRodWItZGFya1wiIH0gfSxcbiAgdGhlbWVDb25maWc6IHtcbiAgICBzZWFyY2g6IHsgcHJvdmlkZXI6IFwibG9jYWxcIiB9LFxuICAgIG91dGxpbmU6IFsyLCAzXSxcbiAgICBuYXY6IFtcbiAgICAgIHBhZ2UoXCJCZWdpblwiLCBcIi9iZWdpblwiKSxcbiAgICAgIHBhZ2UoXCJSdWxlc1wiLCBcIi9ydWxlcy9cIiksXG4gICAgICBwYWdlKFwiUmVjaXBlc1wiLCBcIi9yZWNpcGVzL1wiKSxcbiAgICAgIHsgdGV4dDogXCJQbGF5Z3JvdW5kXCIsIGxpbms6IFwiL3BsYXkuaHRtbFwiLCB0YXJnZXQ6IFwiX3NlbGZcIiB9LFxuICAgIF0sXG4gICAgc2lkZWJhcjogW1xuICAgICAge1xuICAgICAgICB0ZXh0OiBcIkJlZ2luXCIsXG4gICAgICAgIGl0ZW1zOiBbXG4gICAgICAgICAgcGFnZShcIldoYXQgaXQgaXNcIiwgXCIvc3RhcnRcIiksXG4gICAgICAgICAgcGFnZShcIkJlZ2luIGluIGEgbWludXRlXCIsIFwiL2JlZ2luXCIpLFxuICAgICAgICAgIHBhZ2UoXCJUaGUgZ3VpZGVcIiwgXCIvZ3VpZGVcIiksXG4gICAgICAgICAgcGFnZShcIkJhbiBhbnkgcGF0dGVyblwiLCBcIi9hbnktYmFuXCIpLFxuICAgICAgICAgIHBhZ2UoXCJCZXNpZGUgb3RoZXIgdG9vbHNcIiwgXCIvY29tcGFyaXNvblwiKSxcbiAgICAgICAgICBwYWdlKFwiT24gcmVhbCByZXBvc2l0b3JpZXNcIiwgXCIvZmllbGQtdGVzdHNcIiksXG4gICAgICAgIF0sXG4gICAgICB9LFxuICAgICAge1xuICAgICAgICB0ZXh0OiBcIkNvbnRyYWN0c1wiLFxuICAgICAgICBpdGVtczogW1xuICAgICAgICAgIHBhZ2UoXCJUaGUgY29udHJhY3QgZmlsZVwiLCBcIi9jb250cmFjdHNcIiksXG4gICAgICAgICAgcGFnZShcIkFsbCBrZXlzXCIsIFwiL2NvbnRyYWN0LWtleXNcIiksXG4gICAgICAgICAgcGFnZShcIldoZXJlIGNvbnRyYWN0cyBjb21lIGZyb21cIiwgXCIvbmV3LWNvbnRyYWN0c1wiKSxcbiAgICAgICAgXSxcbiAgICAgIH0sXG4gICAgICB7XG4gICAgICAgIHRleHQ6IFwiUnVsZXNcIixcbiAgICAgICAgY29sbGFwc2VkOiB0cnVlLFxuICAgICAgICBpdGVtczogW3BhZ2UoXCJBbGwgcnVsZXNcIiwgXCIvcnVsZXMvXCIpLCAuLi5ydWxlcy5tYXAoKG5hbWUpID0+IHBhZ2UobmFtZSwgYC9ydWxlcy8ke25hbWV9YCkpXSxcbiAgICAgIH0sXG4gICAgICB7XG4gICAgICAgIHRleHQ6IFwiUmVjaXBlc1wiLFxuICAgICAgICBjb2xsYXBzZWQ6IHRydWUsXG4gICAgICAgIGl0ZW1zOiBbcGFnZShcIkFsbCByZWNpcGVzXCIsIFwiL3JlY2lwZXMvXCIpLCAuLi5yZWNpcGVzLm1hcCgoeyBuYW1lLCB0aXRsZSB9KSA9PiBwYWdlKHRpdGxlLCBgL3JlY2lwZXMvJHtuYW1lfWApKV0sXG4gICAgICB9LFxuICAgICAge1xuICAgICAgICB0ZXh0OiBcIkV2ZXJ5IGRheVwiLFxuICAgICAgICBpdGVtczogW1xuICAgICAgICAgIHBhZ2UoXCJDaGVja1wiLCBcIi9jaGVja1wiKSxcbiAgICAgICAgICBwYWdlKFwiQmFzZWxpbmVcIiwgXCIvYmFzZWxpbmVcIiksXG4gICAgICAgICAgcGFnZShcIkNJXCIsIFwiL2NpXCIpLFxuICAgICAgICAgIHBhZ2UoXCJGb3JtYXRzXCIsIFwiL2Zvcm1hdHNcIiksXG4gICAgICAgICAgcGFnZShcIkVkaXRvcnNcIiwgXCIvZWRpdG9yc1wiKSxcbiAgICAgICAgICBwYWdlKFwiRWRpdG9yIHNldHRpbmdzXCIsIFwiL2VkaXRvci1zZXR0aW5nc1wiKSxcbiAgICAgICAgICBwYWdlKFwib3hsaW50XCIsIFwiL294bGludFwiKSxcbiAgICAgICAgICBwYWdlKFwiQWxsIGNvbW1hbmRzXCIsIFwiL2NvbW1hbmRzXCIpLFxuICAgICAgICBdLFxuICAgICAgfSxcbiAgICAgIHtcbiAgICAgICAgdGV4dDogXCJUbyB0aGUgZW5kXCIsXG4gICAgICAgIGl0ZW1zOiBbXG4gICAgICAgICAgcGFnZShcIlRoZSBwcm9jZXNzXCIsIFwiL3Byb2Nlc3NcIiksXG4gICAgICAgICAgcGFnZShcIk92ZXJ2aWV3IGFuZCByZXBvcnRcIiwgXCIvb3ZlcnZpZXdcIiksXG4gICAgICAgICAgcGFnZShcIk1pZ3JhdGVcIiwgXCIvbWlncmF0ZVwiKSxcbiAgICAgICAgICBwYWdlKFwiQWNyb3NzIGZpbGVzXCIsIFwiL2Fjcm9zcy1maWxlc1wiKSxcbiAgICAgICAgICBwYWdlKFwiTW9ja3NcIiwgXCIvbW9ja3NcIiksXG4gICAgICAgIF0sXG4gICAgICB9LFxuICAgICAge1xuICAgICAgICB0ZXh0OiBcIkZvciB3aG8gY2hhbmdlcyBnb2R3aXRcIixcbiAgICAgICAgY29sbGFwc2VkOiB0cnVlLFxuICAgICAgICBpdGVtczogW1xuICAgICAgICAgIHBhZ2UoXCJBcmNoaXRlY3R1cmVcIiwgXCIvYXJjaGl0ZWN0dXJlXCIpLFxuICAgICAgICAgIHBhZ2UoXCJUZXN0aW5nXCIsIFwiL3Rlc3RpbmdcIiksXG4gICAgICAgICAgcGFnZShcIlNwZWVkXCIsIFwiL3NwZWVkXCIpLFxuICAgICAgICAgIHBhZ2UoXCJSZWxlYXNpbmdcIiwgXCIvcmVsZWFzaW5nXCIpLFxuICAgICAgICAgIHBhZ2UoXCJEZWNpc2lvbnNcIiwgXCIvZGVjaXNpb25zL1wiKSxcbiAgICAgICAgXSxcbiAgICAgIH0sXG4gICAgXSxcbiAgfSxcbiAgdHJhbnNmb3JtSHRtbDogKGh0bWwpID0+IGh0bWwucmVwbGFjZShcIjxoZWFkPlwiLCBgPGhlYWQ+XFxuICAgICR7cG9saWN5Rm9yKGh0bWwpfWApLFxufSk7XG5cbi8qKiBMZXRzIGEgcGFnZSBsb2FkIGZyb20gd2hlcmUgaXQgY29tZXMgZnJvbSBhbG9uZSwgYW5kIHJ1biBvbmx5IHRoZSBzY3JpcHRzIHRoYXQgdGhlIGJ1aWxkIGhhcyB3cml0dGVuIGludG8gaXQuICovXG5mdW5jdGlvbiBwb2xpY3lGb3IoaHRtbCkge1xuICBjb25zdCBpbmxpbmUgPSBbLi4uaHRtbC5tYXRjaEFsbCgvPHNjcmlwdCg/IVtePl0qXFxic3JjPSlbXj5dKj4oLio/KTxcXC9zY3JpcHQ+L2dzKV0ubWFwKChbLCBzY3JpcHRdKSA9PiBzY3JpcHQpO1xuICBjb25zdCBoYXNoZXMgPSBbLi4ubmV3IFNldChpbmxpbmUpXS5tYXAoKHNjcmlwdCkgPT4gYCdzaGEyNTYtJHtjcmVhdGVIYXNoKFwic2hhMjU2XCIpLnVwZGF0ZShzY3JpcHQpLmRpZ2VzdChcImJhc2U2NFwiKX0nYCk7XG4gIGNvbnN0IHBhcnRzID0gW1xuICAgIFwiZGVmYXVsdC1zcmMgJ3NlbGYnXCIsXG4gICAgYHNjcmlwdC1zcmMgJ3NlbGYnICd3YXNtLXVuc2FmZS1ldmFsJyAke2hhc2hlcy5qb2luKFwiIFwiKX1gLFxuICAgIFwic3R5bGUtc3JjICdzZWxmJyAndW5zYWZlLWlubGluZSdcIixcbiAgICBcImltZy1zcmMgJ3NlbGYnIGRhdGE6XCIsXG4gICAgXCJvYmplY3Qtc3JjICdub25lJ1wiLFxuICAgIFwiYmFzZS11cmkgJ25vbmUnXCIsXG4gICAgXCJmb3JtLWFjdGlvbiAnbm9uZSdcIixcbiAgXTtcbiAgcmV0dXJuIGA8bWV0YSBodHRwLWVxdWl2PVwiQ29udGVudC1TZWN1cml0eS1Qb2xpY3lcIiBjb250ZW50PVwiJHtwYXJ0cy5qb2luKFwiOyBcIil9XCI+YDtcbn1cbiIsICJjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZGlybmFtZSA9IFwiL3dvcmsvcmVsZWFzZS9kb2NzL3NpdGUvcGFnZXNcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZmlsZW5hbWUgPSBcIi93b3JrL3JlbGVhc2UvZG9jcy9zaXRlL3BhZ2VzL3dyaXRlLm1qc1wiO2NvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9pbXBvcnRfbWV0YV91cmwgPSBcImZpbGU6Ly8vd29yay9yZWxlYXNlL2RvY3Mvc2l0ZS9wYWdlcy93cml0ZS5tanNcIjsvLyBXcml0ZXMgd2hhdCBWaXRlUHJlc3MgYnVpbGRzOiB0aGUgcmVwb3NpdG9yeSdzIGd1aWRlcywgcnVsZSBwYWdlcyBhbmQgcmVjaXBlcywgd2l0aCBsaW5rcyB0byB0aGUgcGxheWdyb3VuZCwgaW50byBkb2NzL3NpdGUvLnBhZ2VzLlxuaW1wb3J0IHsgY3BTeW5jLCBta2RpclN5bmMsIHJlYWRkaXJTeW5jLCByZWFkRmlsZVN5bmMsIHJtU3luYywgd3JpdGVGaWxlU3luYyB9IGZyb20gXCJub2RlOmZzXCI7XG5pbXBvcnQgcGF0aCBmcm9tIFwibm9kZTpwYXRoXCI7XG5pbXBvcnQgeyBmaWxlVVJMVG9QYXRoIH0gZnJvbSBcIm5vZGU6dXJsXCI7XG5pbXBvcnQgeyBSRVBPU0lUT1JZIH0gZnJvbSBcIi4uLy4uLy4uL3NjcmlwdHMvcGFja2FnZXMubWpzXCI7XG5pbXBvcnQgeyBGSVJTVF9FWEFNUExFUyB9IGZyb20gXCIuL2ZpcnN0LWV4YW1wbGVzLm1qc1wiO1xuaW1wb3J0IHsgY2FzZUV4YW1wbGVzLCBsaW5rVG8sIHBhZ2VFeGFtcGxlcywgcmVjaXBlRXhhbXBsZSwgc3BsaXRGcm9udE1hdHRlciB9IGZyb20gXCIuL2V4YW1wbGVzLm1qc1wiO1xuaW1wb3J0IHsgcmV3cml0ZUxpbmtzIH0gZnJvbSBcIi4vbGlua3MubWpzXCI7XG5pbXBvcnQgeyB3aXRob3V0RWxlbWVudHMgfSBmcm9tIFwiLi9wcm9zZS5tanNcIjtcblxuLyoqIFdoZXJlIHRoZSBwYWdlcyBhcmUgd3JpdHRlbi4gKi9cbmV4cG9ydCBjb25zdCBQQUdFUyA9IGZpbGVVUkxUb1BhdGgobmV3IFVSTChcIi4uLy5wYWdlc1wiLCBpbXBvcnQubWV0YS51cmwpKTtcbmNvbnN0IFJFQ0lQRVMgPSBcInBhY2thZ2VzL2NsaS9yZWNpcGVzXCI7XG5cbi8qKiBXcml0ZXMgYWxsIHBhZ2VzLCBhbmQgdGhlIGV4YW1wbGVzIGZvciB0aGUgcGxheWdyb3VuZCBhbmQgdGhlIHRlc3RzOyBnaXZlcyBiYWNrIHdoYXQgdGhlIG5hdmlnYXRpb24gbmVlZHMuICovXG5leHBvcnQgZnVuY3Rpb24gd3JpdGVQYWdlcygpIHtcbiAgcm1TeW5jKFBBR0VTLCB7IHJlY3Vyc2l2ZTogdHJ1ZSwgZm9yY2U6IHRydWUgfSk7XG4gIGNvbnN0IHJlY2lwZXMgPSBuYW1lc0luKFJFQ0lQRVMpLm1hcCgobmFtZSkgPT4gcmVhZFJlY2lwZShuYW1lKSk7XG4gIGNvbnN0IHBsYWNlcyA9IGxpc3RQbGFjZXMoKTtcbiAgY29uc3QgZXhhbXBsZXMgPSBbLi4uRklSU1RfRVhBTVBMRVMsIC4uLnJlY2lwZXMubWFwKCh7IGV4YW1wbGUgfSkgPT4gZXhhbXBsZSldO1xuICBjb25zdCBydWxlcyA9IG5hbWVzSW4oXCJkb2NzL3J1bGVzXCIpLmZpbHRlcigobmFtZSkgPT4gbmFtZSAhPT0gXCJSRUFETUVcIik7XG4gIGZvciAoY29uc3QgW3NvdXJjZSwgcGxhY2VdIG9mIHBsYWNlcykge1xuICAgIGNvbnN0IHJ1bGUgPSBydWxlcy5maW5kKChuYW1lKSA9PiBzb3VyY2UgPT09IGBkb2NzL3J1bGVzLyR7bmFtZX0ubWRgKTtcbiAgICBjb25zdCB0ZXh0ID0gcmVhZChzb3VyY2UpO1xuICAgIGNvbnN0IHdyaXR0ZW4gPSBydWxlID09PSB1bmRlZmluZWQgPyB0ZXh0IDogcnVsZVBhZ2UocnVsZSwgdGV4dCwgZXhhbXBsZXMpO1xuICAgIHdyaXRlKHBsYWNlLCBjYXB0aW9uZWQod2l0aG91dEVsZW1lbnRzKHJld3JpdGVMaW5rcyh3cml0dGVuLCBzb3VyY2UsIHBsYWNlcykpKSk7XG4gIH1cbiAgZm9yIChjb25zdCByZWNpcGUgb2YgcmVjaXBlcykgd3JpdGUoYHJlY2lwZXMvJHtyZWNpcGUubmFtZX0ubWRgLCBjYXB0aW9uZWQod2l0aG91dEVsZW1lbnRzKHJlY2lwZS5wYWdlKSkpO1xuICB3cml0ZShcInBsYXkubWRcIiwgXCItLS1cXG5sYXlvdXQ6IHBhZ2VcXG50aXRsZTogUGxheWdyb3VuZFxcbnNpZGViYXI6IGZhbHNlXFxuYXNpZGU6IGZhbHNlXFxuLS0tXFxuXFxuPFBsYXlncm91bmQgLz5cXG5cIik7XG4gIHdyaXRlKFwiaW5kZXgubWRcIiwgcmVhZChcImRvY3Mvc2l0ZS9ob21lLm1kXCIpKTtcbiAgY3BTeW5jKHBhdGguam9pbihSRVBPU0lUT1JZLCBcImRvY3MvcGljdHVyZXNcIiksIHBhdGguam9pbihQQUdFUywgXCJwaWN0dXJlc1wiKSwgeyByZWN1cnNpdmU6IHRydWUgfSk7XG4gIGNvbnN0IG1lbnUgPSBleGFtcGxlcy5maWx0ZXIoKHsgaXNMaXN0ZWQgPSB0cnVlIH0pID0+IGlzTGlzdGVkKTtcbiAgd3JpdGUoXG4gICAgXCJleGFtcGxlcy5qc29uXCIsXG4gICAgSlNPTi5zdHJpbmdpZnkobWVudS5tYXAoKHsgbmFtZSwgdGl0bGUsIGdyb3VwLCBmaWxlcywgc2hvd24gfSkgPT4gKHsgbmFtZSwgdGl0bGUsIGdyb3VwLCBmaWxlcywgc2hvd24gfSkpKSxcbiAgKTtcbiAgd3JpdGUoXCJhbGwtZXhhbXBsZXMuanNvblwiLCBKU09OLnN0cmluZ2lmeShleGFtcGxlcykpO1xuICByZXR1cm4geyBydWxlcywgcmVjaXBlczogcmVjaXBlcy5tYXAoKHsgbmFtZSwgdGl0bGUgfSkgPT4gKHsgbmFtZSwgdGl0bGUgfSkpIH07XG59XG5cbi8qKiBUaGUgcGFnZXMgb2YgdGhlIHJlcG9zaXRvcnksIGVhY2ggd2l0aCBpdHMgcGxhY2Ugb24gdGhlIHNpdGUuICovXG5mdW5jdGlvbiBsaXN0UGxhY2VzKCkge1xuICBjb25zdCBndWlkZXMgPSBuYW1lc0luKFwiZG9jc1wiKS5tYXAoKG5hbWUpID0+IFtgZG9jcy8ke25hbWV9Lm1kYCwgYCR7bmFtZX0ubWRgXSk7XG4gIGNvbnN0IGZvbGRlcnMgPSBbXCJydWxlc1wiLCBcImRlY2lzaW9uc1wiXS5mbGF0TWFwKChmb2xkZXIpID0+XG4gICAgbmFtZXNJbihgZG9jcy8ke2ZvbGRlcn1gKS5tYXAoKG5hbWUpID0+IFtgZG9jcy8ke2ZvbGRlcn0vJHtuYW1lfS5tZGAsIGAke2ZvbGRlcn0vJHtuYW1lID09PSBcIlJFQURNRVwiID8gXCJpbmRleFwiIDogbmFtZX0ubWRgXSksXG4gICk7XG4gIHJldHVybiBuZXcgTWFwKFtbXCJSRUFETUUubWRcIiwgXCJzdGFydC5tZFwiXSwgW1wiZG9jcy9yZWNpcGVzLm1kXCIsIFwicmVjaXBlcy9pbmRleC5tZFwiXSwgLi4uZ3VpZGVzLCAuLi5mb2xkZXJzXS5yZXZlcnNlKCkpO1xufVxuXG5mdW5jdGlvbiByZWFkUmVjaXBlKG5hbWUpIHtcbiAgY29uc3QgdGV4dCA9IHJlYWQoYCR7UkVDSVBFU30vJHtuYW1lfS5tZGApO1xuICBjb25zdCB7IGZyb250LCBib2R5IH0gPSBzcGxpdEZyb250TWF0dGVyKHRleHQpO1xuICBjb25zdCBleGFtcGxlID0gcmVjaXBlRXhhbXBsZShuYW1lLCB0ZXh0KTtcbiAgY29uc3QgY291bnRzID0gY291bnRzT2YobmFtZSk7XG4gIGNvbnN0IHBhZ2UgPSBbXG4gICAgYCMgJHtmcm9udC50aXRsZX1gLFxuICAgIGZyb250LndoeSxcbiAgICBgXFxgXFxgXFxgc2hcXG5ucHggZ29kd2l0IGluaXQgLS1yZWNpcGUgJHtuYW1lfVxcblxcYFxcYFxcYGAsXG4gICAgcGxheUxpbmsoXCJUcnkgaXQgaW4gdGhlIHBsYXlncm91bmRcIiwgbGlua1RvKGV4YW1wbGUpKSxcbiAgICBib2R5LnRyaW0oKSxcbiAgICAuLi4oY291bnRzLmxlbmd0aCA+IDAgPyBbXCIjIyBPbiByZWFsIGNvZGVcIiwgY291bnRzLmpvaW4oXCJcXG5cIildIDogW10pLFxuICAgIFwiIyMgVGhlIGNvbnRyYWN0XCIsXG4gICAgYFxcYFxcYFxcYHlhbWxcXG4key9eLS0tXFxuKC4qP1xcbiktLS1cXG4vcy5leGVjKHRleHQpWzFdfVxcYFxcYFxcYGAsXG4gIF07XG4gIHJldHVybiB7IG5hbWUsIHRpdGxlOiBmcm9udC50aXRsZSwgZXhhbXBsZSwgcGFnZTogYCR7cGFnZS5qb2luKFwiXFxuXFxuXCIpfVxcbmAgfTtcbn1cblxuLyoqIFRoZSByb3dzIG9mIGEgcmVjaXBlIGluIHRoZSB0YWJsZSBvZiBjb3VudHMgb2YgZG9jcy9yZWNpcGVzLm1kLiAqL1xuZnVuY3Rpb24gY291bnRzT2YobmFtZSkge1xuICBjb25zdCByb3dzID0gcmVhZChcImRvY3MvcmVjaXBlcy5tZFwiKVxuICAgIC5zcGxpdChcIlxcblwiKVxuICAgIC5maWx0ZXIoKGxpbmUpID0+IGxpbmUuc3RhcnRzV2l0aChcInxcIikpO1xuICBjb25zdCBvd24gPSByb3dzLmZpbHRlcigocm93KSA9PiByb3cuaW5jbHVkZXMoYFske25hbWV9XWApKS5tYXAoKHJvdykgPT4gYHwke3Jvdy5zcGxpdChcInxcIikuc2xpY2UoMikuam9pbihcInxcIil9YCk7XG4gIGNvbnN0IGhlYWQgPSByb3dzLmZpbHRlcigoXywgaW5kZXgpID0+IGluZGV4IDwgMikubWFwKChyb3cpID0+IGB8JHtyb3cuc3BsaXQoXCJ8XCIpLnNsaWNlKDIpLmpvaW4oXCJ8XCIpfWApO1xuICByZXR1cm4gb3duLmxlbmd0aCA+IDAgPyBbLi4uaGVhZCwgLi4ub3duXSA6IFtdO1xufVxuXG4vKiogQSBydWxlJ3MgcGFnZTsgZWFjaCBleGFtcGxlIG9wZW5zIGluIHRoZSBwbGF5Z3JvdW5kLiAqL1xuZnVuY3Rpb24gcnVsZVBhZ2UocnVsZSwgdGV4dCwgZXhhbXBsZXMpIHtcbiAgY29uc3Qgb3duID0gcGFnZUV4YW1wbGVzKHJ1bGUsIHRleHQpO1xuICBleGFtcGxlcy5wdXNoKC4uLm93bi5tYXAoKGVhY2gpID0+ICh7IC4uLmVhY2gsIGlzTGlzdGVkOiBmYWxzZSB9KSkpO1xuICBsZXQgcGFnZSA9IHRleHQ7XG4gIGZvciAoY29uc3QgZXhhbXBsZSBvZiBvd24udG9SZXZlcnNlZCgpKSB7XG4gICAgY29uc3QgbGluayA9IHBsYXlMaW5rKFwiT3BlbiBpbiB0aGUgcGxheWdyb3VuZFwiLCBsaW5rVG8oZXhhbXBsZSkpO1xuICAgIHBhZ2UgPSBgJHtwYWdlLnNsaWNlKDAsIGV4YW1wbGUuZW5kKX1cXG5cXG4ke2xpbmt9JHtwYWdlLnNsaWNlKGV4YW1wbGUuZW5kKX1gO1xuICB9XG4gIGZvciAoY29uc3QgZXhhbXBsZSBvZiBjYXNlRXhhbXBsZXMocnVsZSkpIHtcbiAgICBjb25zdCBzZW50ZW5jZSA9IGAqKiR7ZXhhbXBsZS5zZW50ZW5jZS5jaGFyQXQoMCkudG9VcHBlckNhc2UoKX0ke2V4YW1wbGUuc2VudGVuY2Uuc2xpY2UoMSl9KipgO1xuICAgIGlmICghcGFnZS5pbmNsdWRlcyhzZW50ZW5jZSkpIHRocm93IG5ldyBFcnJvcihgZG9jcy9ydWxlcy8ke3J1bGV9Lm1kIGRvZXMgbm90IHNob3cgJHtleGFtcGxlLm5hbWV9OiBydW4gbnBtIHJ1biBnZW5lcmF0ZS5gKTtcbiAgICBwYWdlID0gcGFnZS5yZXBsYWNlKHNlbnRlbmNlLCAoKSA9PiBgJHtzZW50ZW5jZX0gJHtwbGF5TGluayhcIk9wZW4gaW4gdGhlIHBsYXlncm91bmRcIiwgbGlua1RvKGV4YW1wbGUpKX1gKTtcbiAgICBleGFtcGxlcy5wdXNoKHsgLi4uZXhhbXBsZSwgdGl0bGU6IGV4YW1wbGUuc2VudGVuY2UsIGdyb3VwOiBydWxlLCBpc0xpc3RlZDogZmFsc2UgfSk7XG4gIH1cbiAgcmV0dXJuIHBhZ2U7XG59XG5cbmZ1bmN0aW9uIHBsYXlMaW5rKGxhYmVsLCBsaW5rKSB7XG4gIHJldHVybiBgWyR7bGFiZWx9XSgvcGxheS5odG1sIyR7bGlua30pe3RhcmdldD1cIl9zZWxmXCIgLnBsYXktbGlua31gO1xufVxuXG4vKiogU2F5cyBhYm92ZSBhIGJsb2NrIG9mIGNvZGUgd2hpY2ggZmlsZSBpdCBpcy4gKi9cbmZ1bmN0aW9uIGNhcHRpb25lZCh0ZXh0KSB7XG4gIHJldHVybiB0ZXh0LnJlcGxhY2VBbGwoXG4gICAgL14oYHszLH0pKFthLXpdKykgKD86KGJlZm9yZXxmaWxlfHZhbGlkKT0oXFxTKyl8KGFmdGVyKSg/Oj1cXFMrKT98Y29udHJhY3QpICokL2dtLFxuICAgIChfLCB0aWNrcywgbGFuZ3VhZ2UsIGtpbmQsIGZpbGUsIGFmdGVyKSA9PiB7XG4gICAgICBjb25zdCB3b3JkcyA9IHsgYmVmb3JlOiBmaWxlLCBmaWxlLCB2YWxpZDogYCR7ZmlsZX0gaXMgbm90IHJlcG9ydGVkYCB9O1xuICAgICAgY29uc3QgY2FwdGlvbiA9IGFmdGVyID8gXCJiZWNvbWVzXCIgOiBraW5kID09PSB1bmRlZmluZWQgPyBcInRoZSBjb250cmFjdFwiIDogd29yZHNba2luZF07XG4gICAgICByZXR1cm4gYDxwIGNsYXNzPVwiZmlsZS1uYW1lXCI+JHtjYXB0aW9ufTwvcD5cXG5cXG4ke3RpY2tzfSR7bGFuZ3VhZ2V9YDtcbiAgICB9LFxuICApO1xufVxuXG5mdW5jdGlvbiBuYW1lc0luKGZvbGRlcikge1xuICBjb25zdCBuYW1lcyA9IHJlYWRkaXJTeW5jKHBhdGguam9pbihSRVBPU0lUT1JZLCBmb2xkZXIpKS5maWx0ZXIoKG5hbWUpID0+IG5hbWUuZW5kc1dpdGgoXCIubWRcIikpO1xuICByZXR1cm4gbmFtZXMubWFwKChuYW1lKSA9PiBuYW1lLnNsaWNlKDAsIC1cIi5tZFwiLmxlbmd0aCkpLnNvcnQoKTtcbn1cblxuZnVuY3Rpb24gcmVhZChmaWxlKSB7XG4gIHJldHVybiByZWFkRmlsZVN5bmMocGF0aC5qb2luKFJFUE9TSVRPUlksIGZpbGUpLCBcInV0ZjhcIik7XG59XG5cbmZ1bmN0aW9uIHdyaXRlKGZpbGUsIHRleHQpIHtcbiAgY29uc3QgdGFyZ2V0ID0gcGF0aC5qb2luKFBBR0VTLCBmaWxlKTtcbiAgbWtkaXJTeW5jKHBhdGguZGlybmFtZSh0YXJnZXQpLCB7IHJlY3Vyc2l2ZTogdHJ1ZSB9KTtcbiAgd3JpdGVGaWxlU3luYyh0YXJnZXQsIHRleHQpO1xufVxuIiwgImNvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9kaXJuYW1lID0gXCIvd29yay9yZWxlYXNlL3NjcmlwdHNcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZmlsZW5hbWUgPSBcIi93b3JrL3JlbGVhc2Uvc2NyaXB0cy9wYWNrYWdlcy5tanNcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfaW1wb3J0X21ldGFfdXJsID0gXCJmaWxlOi8vL3dvcmsvcmVsZWFzZS9zY3JpcHRzL3BhY2thZ2VzLm1qc1wiO2ltcG9ydCB7IGV4ZWNGaWxlU3luYyB9IGZyb20gXCJub2RlOmNoaWxkX3Byb2Nlc3NcIjtcbmltcG9ydCB7IHJlYWRkaXJTeW5jLCByZWFkRmlsZVN5bmMgfSBmcm9tIFwibm9kZTpmc1wiO1xuaW1wb3J0IHBhdGggZnJvbSBcIm5vZGU6cGF0aFwiO1xuaW1wb3J0IHsgZmlsZVVSTFRvUGF0aCB9IGZyb20gXCJub2RlOnVybFwiO1xuXG4vKiogVGhlIHJlcG9zaXRvcnkncyBmb2xkZXIuICovXG5leHBvcnQgY29uc3QgUkVQT1NJVE9SWSA9IGZpbGVVUkxUb1BhdGgobmV3IFVSTChcIi4uXCIsIGltcG9ydC5tZXRhLnVybCkpO1xuXG4vKiogVGhlIHBhY2thZ2VzIHRoYXQgYXJlIHB1Ymxpc2hlZDogZm9sZGVyIGFuZCBwYWNrYWdlLmpzb24uICovXG5leHBvcnQgZnVuY3Rpb24gcHVibGlzaGVkUGFja2FnZXMoKSB7XG4gIGNvbnN0IGZvbGRlcnMgPSByZWFkZGlyU3luYyhwYXRoLmpvaW4oUkVQT1NJVE9SWSwgXCJwYWNrYWdlc1wiKSkubWFwKChuYW1lKSA9PiBwYXRoLmpvaW4oUkVQT1NJVE9SWSwgXCJwYWNrYWdlc1wiLCBuYW1lKSk7XG4gIHJldHVybiBmb2xkZXJzXG4gICAgLm1hcCgoZm9sZGVyKSA9PiAoeyBmb2xkZXIsIG1hbmlmZXN0OiBKU09OLnBhcnNlKHJlYWRGaWxlU3luYyhwYXRoLmpvaW4oZm9sZGVyLCBcInBhY2thZ2UuanNvblwiKSwgXCJ1dGY4XCIpKSB9KSlcbiAgICAuZmlsdGVyKCh7IG1hbmlmZXN0IH0pID0+ICFtYW5pZmVzdC5wcml2YXRlKTtcbn1cblxuLyoqIFRoZSBmaWxlIHRoYXQgbnBtIHBhY2tzIGEgcGFja2FnZSBpbnRvLiAqL1xuZXhwb3J0IGZ1bmN0aW9uIHRhcmJhbGxPZih7IG5hbWUsIHZlcnNpb24gfSkge1xuICByZXR1cm4gYCR7bmFtZS5yZXBsYWNlKC9eQC8sIFwiXCIpLnJlcGxhY2UoXCIvXCIsIFwiLVwiKX0tJHt2ZXJzaW9ufS50Z3pgO1xufVxuXG4vKiogUGFja3MgZXZlcnkgcHVibGlzaGVkIHBhY2thZ2UgaW50byBhIGZvbGRlcjsgcmV0dXJucyBlYWNoIHdpdGggaXRzIHRhcmJhbGwuICovXG5leHBvcnQgZnVuY3Rpb24gcGFja1BhY2thZ2VzKGRlc3RpbmF0aW9uKSB7XG4gIGNvbnN0IHBhY2thZ2VzID0gcHVibGlzaGVkUGFja2FnZXMoKTtcbiAgY29uc3Qgd29ya3NwYWNlcyA9IHBhY2thZ2VzLmZsYXRNYXAoKHsgbWFuaWZlc3QgfSkgPT4gW1wiLS13b3Jrc3BhY2VcIiwgbWFuaWZlc3QubmFtZV0pO1xuICBjb25zdCBvcHRpb25zID0geyBjd2Q6IFJFUE9TSVRPUlksIGVuY29kaW5nOiBcInV0ZjhcIiwgc3RkaW86IFtcImlnbm9yZVwiLCBcInBpcGVcIiwgXCJpbmhlcml0XCJdIH07XG4gIGNvbnN0IGFyZ3MgPSBbXCJwYWNrXCIsIFwiLS1qc29uXCIsIFwiLS1sb2dsZXZlbD1lcnJvclwiLCBcIi0tcGFjay1kZXN0aW5hdGlvblwiLCBkZXN0aW5hdGlvbiwgLi4ud29ya3NwYWNlc107XG4gIGNvbnN0IHBhY2tlZCA9IE9iamVjdC52YWx1ZXMoSlNPTi5wYXJzZShleGVjRmlsZVN5bmMoXCJucG1cIiwgYXJncywgb3B0aW9ucykpKTtcbiAgcmV0dXJuIHBhY2thZ2VzLm1hcCgoZWFjaCkgPT4ge1xuICAgIGNvbnN0IHsgZmlsZXMgfSA9IHBhY2tlZC5maW5kKCh7IG5hbWUgfSkgPT4gbmFtZSA9PT0gZWFjaC5tYW5pZmVzdC5uYW1lKTtcbiAgICByZXR1cm4geyAuLi5lYWNoLCB0YXJiYWxsOiBwYXRoLmpvaW4oZGVzdGluYXRpb24sIHRhcmJhbGxPZihlYWNoLm1hbmlmZXN0KSksIGZpbGVzIH07XG4gIH0pO1xufVxuIiwgImNvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9kaXJuYW1lID0gXCIvd29yay9yZWxlYXNlL2RvY3Mvc2l0ZS9wYWdlc1wiO2NvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9maWxlbmFtZSA9IFwiL3dvcmsvcmVsZWFzZS9kb2NzL3NpdGUvcGFnZXMvZmlyc3QtZXhhbXBsZXMubWpzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ltcG9ydF9tZXRhX3VybCA9IFwiZmlsZTovLy93b3JrL3JlbGVhc2UvZG9jcy9zaXRlL3BhZ2VzL2ZpcnN0LWV4YW1wbGVzLm1qc1wiOy8vIFRoZSBwbGF5Z3JvdW5kJ3Mgb3duIGV4YW1wbGVzLCBiZWZvcmUgdGhvc2Ugb2YgdGhlIHJlY2lwZXMuIFRoZSBmaXJzdCBpcyB3aGF0IGEgdmlzaXRvciBzZWVzLlxuY29uc3QgUEFDS0FHRSA9IFtcInBhY2thZ2UuanNvblwiLCAne1xcbiAgXCJuYW1lXCI6IFwicGxheWdyb3VuZFwiLFxcbiAgXCJwcml2YXRlXCI6IHRydWUsXFxuICBcInR5cGVcIjogXCJtb2R1bGVcIlxcbn1cXG4nXTtcblxuLyoqIEEgYmFuIG9mIGFueSBwYXR0ZXJuLCBhIHJld3JpdGUgb2Ygb25lLCBJRHMgb2Ygb25lIGZvcm1hdCwgYW5kIGEgbW9kdWxlIHRoYXQgaGFzIG1vdmVkLiAqL1xuZXhwb3J0IGNvbnN0IEZJUlNUX0VYQU1QTEVTID0gW1xuICB7XG4gICAgbmFtZTogXCJhbnktYmFuXCIsXG4gICAgdGl0bGU6IFwiQmFuIGFueSBwYXR0ZXJuXCIsXG4gICAgZ3JvdXA6IFwiQmVnaW4gaGVyZVwiLFxuICAgIHNob3duOiBcInNyYy9qb2JzLnRzXCIsXG4gICAgZmlsZXM6IFtcbiAgICAgIFtcbiAgICAgICAgXCJtaWdyYXRpb25zL25vLWRlYnVnLWNvZGUubWRcIixcbiAgICAgICAgYC0tLVxudGl0bGU6IE5vIGRlYnVnIGNvZGUgaW4gdGhlIHByb2R1Y3RcbndoeTogSXQgdGVsbHMgdXNlcnMgd2hhdCBpcyBub25lIG9mIHRoZWlyIGJ1c2luZXNzLCBhbmQgc2xvd3MgZXZlcnkgcmVxdWVzdCBkb3duLlxuaW1wb3J0czpcbiAgbG9nOiAuL3NyYy9sb2cudHNcbnJ1bGVzOlxuICBuby1kZXByZWNhdGVkLWNhbGw6XG4gICAgcmVwbGFjZTpcbiAgICAgIC0gbWF0Y2g6IGNvbnNvbGUubG9nKCRtZXNzYWdlKVxuICAgICAgICB3aXRoOiBsb2cuaW5mbygkbWVzc2FnZSlcbiAgICAgIC0gbWF0Y2g6IGV2YWwoJCQkXylcbiAgICAgIC0gbWF0Y2g6ICRfLmlubmVySFRNTCA9ICRfXG4gICAgICAtIG1hdGNoOiBuZXcgRGF0ZSgkeWVhciwgJG1vbnRoLCAkJCRfKVxuLS0tXG5cbkFuIGVudHJ5IHdpdGhvdXQgXFxgd2l0aFxcYCBiYW5zIHRoZSBwYXR0ZXJuOiBpdCBpcyByZXBvcnRlZCwgYW5kIGEgcGVyc29uIGRlY2lkZXMuIFdpdGggXFxgd2l0aFxcYCBpdCBpcyBhbHNvIHJld3JpdHRlbixcbndoZXJlIHRoYXQgaXMgc2FmZS4gXFxgJG1lc3NhZ2VcXGAgdGFrZXMgb25lIGV4cHJlc3Npb24sIFxcYCQkJF9cXGAgdGFrZXMgYW55IG51bWJlciBvZiB0aGVtLlxuXG5cXGBcXGBcXGB0cyBiZWZvcmU9c3JjL2V4YW1wbGUudHNcbmNvbnNvbGUubG9nKFwicGFpZFwiKTtcblxcYFxcYFxcYFxuXG5cXGBcXGBcXGB0cyBhZnRlclxuaW1wb3J0IHsgbG9nIH0gZnJvbSBcIi4vbG9nLmpzXCI7XG5cbmxvZy5pbmZvKFwicGFpZFwiKTtcblxcYFxcYFxcYFxuXG5cXGBcXGBcXGB0cyBiZWZvcmU9c3JjL290aGVyLWV4YW1wbGUudHNcbmV4cG9ydCBjb25zdCBydW4gPSAoY29kZTogc3RyaW5nKSA9PiBldmFsKGNvZGUpO1xuXFxgXFxgXFxgXG5gLFxuICAgICAgXSxcbiAgICAgIFtcbiAgICAgICAgXCJzcmMvam9icy50c1wiLFxuICAgICAgICBgZXhwb3J0IGZ1bmN0aW9uIHJ1bkpvYihuYW1lOiBzdHJpbmcsIGNvZGU6IHN0cmluZykge1xuICBjb25zb2xlLmxvZyhcXGBydW5uaW5nIFxcJHtuYW1lfVxcYCk7XG4gIHJldHVybiBldmFsKGNvZGUpO1xufVxuXG5leHBvcnQgY29uc3QgZW5kT2ZZZWFyID0gbmV3IERhdGUoMjAyNiwgMTEsIDMxKTtcblxuZXhwb3J0IGZ1bmN0aW9uIHNob3coYm94OiBIVE1MRWxlbWVudCwgdGV4dDogc3RyaW5nKSB7XG4gIGJveC5pbm5lckhUTUwgPSB0ZXh0O1xufVxuYCxcbiAgICAgIF0sXG4gICAgICBbXCJzcmMvbG9nLnRzXCIsIGBleHBvcnQgY29uc3QgbG9nID0ge1xcbiAgaW5mbyhtZXNzYWdlOiBzdHJpbmcpIHtcXG4gICAgcHJvY2Vzcy5zdGRvdXQud3JpdGUobWVzc2FnZSArIFwiXFxcXG5cIik7XFxuICB9LFxcbn07XFxuYF0sXG4gICAgICBQQUNLQUdFLFxuICAgIF0sXG4gIH0sXG4gIHtcbiAgICBuYW1lOiBcIm9uZS1pZFwiLFxuICAgIHRpdGxlOiBcIklEcyBmcm9tIG9uZSBmdW5jdGlvblwiLFxuICAgIGdyb3VwOiBcIkJlZ2luIGhlcmVcIixcbiAgICBzaG93bjogXCJzcmMvYXV0aC9zZXNzaW9ucy50c1wiLFxuICAgIGZpbGVzOiBbXG4gICAgICBbXG4gICAgICAgIFwibWlncmF0aW9ucy9vbmUtaWQubWRcIixcbiAgICAgICAgYC0tLVxudGl0bGU6IE9uZSB3YXkgdG8gbWFrZSBJRHNcbndoeTogQW4gSUQgdGhhdCBzYXlzIHdoYXQgaXQgaXMgZm9yIGV4cGxhaW5zIGl0c2VsZiBpbiBhIGxvZy5cbmltcG9ydHM6XG4gIG5ld0lkOiAuL3NyYy9pZHMudHNcbnJ1bGVzOlxuICBuby1yYXctdXVpZDpcbiAgICByZXBsYWNlOlxuICAgICAgLSB3aXRoOiBuZXdJZCgkZW50aXR5KVxuLS0tXG5cbklEcyBjb21lIGZyb20gXFxgbmV3SWQoKVxcYC4gQnkgaGFuZDogaW1wb3J0IGl0LCBhbmQgbmFtZSB0aGUgZW50aXR5LlxuXG5cXGBcXGBcXGB0cyBiZWZvcmU9c3JjL2F1dGgvdXNlcnMudHNcbmltcG9ydCB7IHY0IGFzIHV1aWR2NCB9IGZyb20gXCJ1dWlkXCI7XG5jb25zdCB1c2VySWQgPSB1dWlkdjQoKTtcblxcYFxcYFxcYFxuXG5cXGBcXGBcXGB0cyBhZnRlclxuaW1wb3J0IHsgbmV3SWQgfSBmcm9tIFwiLi4vaWRzLmpzXCI7XG5jb25zdCB1c2VySWQgPSBuZXdJZChcInVzZXJcIik7XG5cXGBcXGBcXGBcbmAsXG4gICAgICBdLFxuICAgICAgW1xuICAgICAgICBcInNyYy9hdXRoL3Nlc3Npb25zLnRzXCIsXG4gICAgICAgIGBpbXBvcnQgeyB2NCBhcyB1dWlkdjQgfSBmcm9tIFwidXVpZFwiO1xuXG5leHBvcnQgZnVuY3Rpb24gY3JlYXRlU2Vzc2lvbih1c2VySWQ6IHN0cmluZykge1xuICByZXR1cm4geyBpZDogdXVpZHY0KCksIHVzZXJJZCB9O1xufVxuXG5leHBvcnQgY2xhc3MgVGhyZWFkIHtcbiAgcmVhZG9ubHkgaWQgPSB1dWlkdjQoKTtcbiAgcmVhZG9ubHkgc2hvcnRJZCA9IHV1aWR2NCgpLnNsaWNlKDAsIDgpO1xufVxuYCxcbiAgICAgIF0sXG4gICAgICBbXCJzcmMvaWRzLnRzXCIsIFwiZXhwb3J0IGZ1bmN0aW9uIG5ld0lkKGVudGl0eTogc3RyaW5nKTogc3RyaW5nIHtcXG4gIHJldHVybiBgJHtlbnRpdHl9XyR7Y3J5cHRvLnJhbmRvbVVVSUQoKX1gO1xcbn1cXG5cIl0sXG4gICAgICBQQUNLQUdFLFxuICAgIF0sXG4gIH0sXG4gIHtcbiAgICBuYW1lOiBcIm1vdmVkLW1vZHVsZVwiLFxuICAgIHRpdGxlOiBcIkEgbW9kdWxlIHRoYXQgaGFzIG1vdmVkXCIsXG4gICAgZ3JvdXA6IFwiQmVnaW4gaGVyZVwiLFxuICAgIHNob3duOiBcInNyYy9wYWdlcy9vcmRlcnMudHNcIixcbiAgICBmaWxlczogW1xuICAgICAgW1xuICAgICAgICBcIm1pZ3JhdGlvbnMvbmV3LXByaWNlcy5tZFwiLFxuICAgICAgICBgLS0tXG50aXRsZTogUHJpY2VzIGNvbWUgZnJvbSB0aGUgc2hvcCdzIG93biBwYWNrYWdlXG53aHk6IFRoZSBvbGQgaGVscGVycyByb3VuZCBpbiBhbm90aGVyIHdheSB0aGFuIHRoZSBpbnZvaWNlcyBkby5cbnJ1bGVzOlxuICBuby1kZXByZWNhdGVkLWltcG9ydDpcbiAgICAtIHsgZnJvbTogLi9zcmMvb2xkL3ByaWNlcy50cywgbmFtZTogdG90YWwsIHRvOiAuL3NyYy9wcmljZXMudHMsIGFzOiBzdW0sIHJlbmFtZTogdXNlcyB9XG4gICAgLSB7IGZyb206IC4vc3JjL29sZC9wcmljZXMudHMsIHRvOiAuL3NyYy9wcmljZXMudHMgfVxuLS0tXG5cblxcYFxcYFxcYHRzIGJlZm9yZT1zcmMvZXhhbXBsZS50c1xuaW1wb3J0IHsgdG90YWwgfSBmcm9tIFwiLi9vbGQvcHJpY2VzLmpzXCI7XG5cbmV4cG9ydCBjb25zdCBwcmljZSA9IHRvdGFsKFsxLCAyXSk7XG5cXGBcXGBcXGBcblxuXFxgXFxgXFxgdHMgYWZ0ZXJcbmltcG9ydCB7IHN1bSB9IGZyb20gXCIuL3ByaWNlcy5qc1wiO1xuXG5leHBvcnQgY29uc3QgcHJpY2UgPSBzdW0oWzEsIDJdKTtcblxcYFxcYFxcYFxuYCxcbiAgICAgIF0sXG4gICAgICBbXG4gICAgICAgIFwic3JjL3BhZ2VzL29yZGVycy50c1wiLFxuICAgICAgICBgaW1wb3J0IHsgdmF0LCB0b3RhbCB9IGZyb20gXCIuLi9vbGQvcHJpY2VzLmpzXCI7XG5cbmV4cG9ydCBmdW5jdGlvbiBzaG93KGl0ZW1zOiBudW1iZXJbXSkge1xuICByZXR1cm4geyB0b3RhbDogdG90YWwoaXRlbXMpLCB2YXQ6IHZhdCh0b3RhbChpdGVtcykpIH07XG59XG5gLFxuICAgICAgXSxcbiAgICAgIFtcInNyYy9vbGQvcHJpY2VzLnRzXCIsICdleHBvcnQgeyBzdW0gYXMgdG90YWwsIHZhdCB9IGZyb20gXCIuLi9wcmljZXMuanNcIjtcXG4nXSxcbiAgICAgIFtcbiAgICAgICAgXCJzcmMvcHJpY2VzLnRzXCIsXG4gICAgICAgIFwiZXhwb3J0IGNvbnN0IHN1bSA9IChpdGVtczogbnVtYmVyW10pID0+IGl0ZW1zLnJlZHVjZSgoYWxsLCBlYWNoKSA9PiBhbGwgKyBlYWNoLCAwKTtcXG5leHBvcnQgY29uc3QgdmF0ID0gKHByaWNlOiBudW1iZXIpID0+IHByaWNlICogMC4yO1xcblwiLFxuICAgICAgXSxcbiAgICAgIFBBQ0tBR0UsXG4gICAgXSxcbiAgfSxcbl07XG4iLCAiY29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2Rpcm5hbWUgPSBcIi93b3JrL3JlbGVhc2UvZG9jcy9zaXRlL3BhZ2VzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ZpbGVuYW1lID0gXCIvd29yay9yZWxlYXNlL2RvY3Mvc2l0ZS9wYWdlcy9leGFtcGxlcy5tanNcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfaW1wb3J0X21ldGFfdXJsID0gXCJmaWxlOi8vL3dvcmsvcmVsZWFzZS9kb2NzL3NpdGUvcGFnZXMvZXhhbXBsZXMubWpzXCI7Ly8gRXZlcnl0aGluZyB0aGF0IG9wZW5zIGluIHRoZSBwbGF5Z3JvdW5kOiB0aGUgZXhhbXBsZXMgb2YgcnVsZSBwYWdlcywgdGhlIHJ1bGVzJyBjYXNlcywgYW5kIHJlY2lwZXM7IGVhY2ggd2l0aCBpdHMgbGluay5cbmltcG9ydCB7IHJlYWRkaXJTeW5jLCByZWFkRmlsZVN5bmMsIHN0YXRTeW5jIH0gZnJvbSBcIm5vZGU6ZnNcIjtcbmltcG9ydCBwYXRoIGZyb20gXCJub2RlOnBhdGhcIjtcbmltcG9ydCB7IGRlZmxhdGVTeW5jIH0gZnJvbSBcIm5vZGU6emxpYlwiO1xuaW1wb3J0IHsgc3RyaW5naWZ5LCBwYXJzZSB9IGZyb20gXCJ5YW1sXCI7XG5pbXBvcnQgeyBjYXNlc09mLCBzaGFyZWRDb250cmFjdCB9IGZyb20gXCIuLi8uLi8uLi9zY3JpcHRzL2Nhc2VzLm1qc1wiO1xuaW1wb3J0IHsgUkVQT1NJVE9SWSB9IGZyb20gXCIuLi8uLi8uLi9zY3JpcHRzL3BhY2thZ2VzLm1qc1wiO1xuXG5jb25zdCBQQUNLQUdFID0geyBuYW1lOiBcInBsYXlncm91bmRcIiwgcHJpdmF0ZTogdHJ1ZSwgdHlwZTogXCJtb2R1bGVcIiB9O1xuY29uc3QgVFNDT05GSUcgPSB7IGNvbXBpbGVyT3B0aW9uczogeyB0YXJnZXQ6IFwiZXMyMDIzXCIsIG1vZHVsZTogXCJub2RlbmV4dFwiLCBzdHJpY3Q6IHRydWUsIGpzeDogXCJwcmVzZXJ2ZVwiIH0gfTtcblxuLyoqIFRoZSB0ZXh0IGJlaGluZCBgI2AgdGhhdCB0aGUgcGxheWdyb3VuZCByZWFkczogc2VlIHBsYXkvbGluay50cy4gKi9cbmV4cG9ydCBmdW5jdGlvbiBsaW5rVG8oeyBmaWxlcywgc2hvd24gfSkge1xuICBjb25zdCBqc29uID0gSlNPTi5zdHJpbmdpZnkoeyBmaWxlcywgLi4uKHNob3duICE9PSB1bmRlZmluZWQgJiYgeyBzaG93biB9KSB9KTtcbiAgcmV0dXJuIGAxLiR7ZGVmbGF0ZVN5bmMoanNvbiwgeyBsZXZlbDogOSB9KS50b1N0cmluZyhcImJhc2U2NHVybFwiKX1gO1xufVxuXG4vKiogVGhlIGZlbmNlcyBvZiBhIE1hcmtkb3duIHRleHQsIHdpdGggd2hlcmUgZWFjaCBiZWdpbnMgYW5kIGVuZHMgaW4gaXQuICovXG5leHBvcnQgZnVuY3Rpb24gZmVuY2VzT2YodGV4dCkge1xuICByZXR1cm4gWy4uLnRleHQubWF0Y2hBbGwoL14oYHszLH0pKFxcd1teXFxuXSopXFxuKC4qPyleXFwxICokL2dtcyldLm1hcCgobWF0Y2gpID0+ICh7XG4gICAgaW5mbzogbWF0Y2hbMl0sXG4gICAgdGV4dDogbWF0Y2hbM10sXG4gICAgc3RhcnQ6IG1hdGNoLmluZGV4LFxuICAgIGVuZDogbWF0Y2guaW5kZXggKyBtYXRjaFswXS5sZW5ndGgsXG4gIH0pKTtcbn1cblxuLyoqIFRoZSBleGFtcGxlcyBvZiB0aGUgcHJvc2Ugb2YgYSBydWxlJ3MgcGFnZSwgaW4gaXRzIG9yZGVyOiBlYWNoIGNvbnRyYWN0IHdpdGggd2hhdCBmb2xsb3dzIGl0LiBgZW5kYCBpcyB3aGVyZSBpdCBlbmRzIGluIHRoZSB0ZXh0LiAqL1xuZXhwb3J0IGZ1bmN0aW9uIHBhZ2VFeGFtcGxlcyhydWxlLCB0ZXh0KSB7XG4gIGNvbnN0IG1vZHVsZXMgPSBbXTtcbiAgY29uc3QgZm91bmQgPSBbXTtcbiAgZm9yIChjb25zdCBmZW5jZSBvZiBmZW5jZXNPZih0ZXh0LnNwbGl0KFwiPCEtLSBnZW5lcmF0ZWQ6Y2FzZXMgLS0+XCIpWzBdKSkge1xuICAgIGNvbnN0IGZpbGUgPSAvXlxcdysgZmlsZT0oXFxTKykkLy5leGVjKGZlbmNlLmluZm8pPy5bMV07XG4gICAgaWYgKGZpbGUgIT09IHVuZGVmaW5lZCkgbW9kdWxlcy5wdXNoKFtmaWxlLCBmZW5jZS50ZXh0XSk7XG4gICAgZWxzZSBpZiAoZmVuY2UuaW5mbyA9PT0gXCJ5YW1sIGNvbnRyYWN0XCIpIGZvdW5kLnB1c2goeyB5YW1sOiBmZW5jZS50ZXh0LCBwYXJ0czogW10sIGVuZDogZmVuY2UuZW5kIH0pO1xuICAgIGVsc2UgaWYgKGZvdW5kLmxlbmd0aCA+IDAgJiYgL15cXHcrICg/OmJlZm9yZT18YWZ0ZXJ8dmFsaWQ9KS8udGVzdChmZW5jZS5pbmZvKSkge1xuICAgICAgZm91bmQuYXQoLTEpLnBhcnRzLnB1c2goZmVuY2UpO1xuICAgICAgZm91bmQuYXQoLTEpLmVuZCA9IGZlbmNlLmVuZDtcbiAgICB9XG4gIH1cbiAgcmV0dXJuIGZvdW5kLm1hcCgoeyB5YW1sLCBwYXJ0cywgZW5kIH0sIGluZGV4KSA9PiB7XG4gICAgY29uc3QgdGl0bGUgPSAvXnRpdGxlOi9tLnRlc3QoeWFtbCkgPyBcIlwiIDogYHRpdGxlOiBFeGFtcGxlICR7aW5kZXggKyAxfSBvZiAke3J1bGV9XFxuYDtcbiAgICBjb25zdCBwcm9zZSA9IHBhcnRzLm1hcCgoeyBpbmZvLCB0ZXh0OiBjb2RlIH0pID0+IGBcXGBcXGBcXGAke2luZm99XFxuJHtjb2RlfVxcYFxcYFxcYFxcbmApLmpvaW4oXCJcXG5cIik7XG4gICAgY29uc3Qgb3duID0gZmlsZXNPZihwYXJ0cyk7XG4gICAgY29uc3QgY29udHJhY3QgPSBbXCJtaWdyYXRpb25zL2V4YW1wbGUubWRcIiwgYC0tLVxcbiR7dGl0bGV9JHt5YW1sfS0tLVxcblxcbiR7cHJvc2V9YF07XG4gICAgY29uc3QgZmlsZXMgPSBbY29udHJhY3QsIC4uLm93biwgLi4ubW9kdWxlcy5maWx0ZXIoKFtmaWxlXSkgPT4gIW93bi5zb21lKChbbmFtZV0pID0+IG5hbWUgPT09IGZpbGUpKSwgLi4uc2V0dGluZ3Moe30pXTtcbiAgICByZXR1cm4ge1xuICAgICAgbmFtZTogYCR7cnVsZX0tJHtpbmRleCArIDF9YCxcbiAgICAgIHRpdGxlOiB0aXRsZUluKHlhbWwpID8/IGBFeGFtcGxlICR7aW5kZXggKyAxfWAsXG4gICAgICBncm91cDogcnVsZSxcbiAgICAgIGZpbGVzLFxuICAgICAgc2hvd246IG93blswXT8uWzBdLFxuICAgICAgZW5kLFxuICAgIH07XG4gIH0pO1xufVxuXG4vKiogVGhlIGNhc2VzIHRoYXQgYSBydWxlJ3MgcGFnZSBzaG93cy4gKi9cbmV4cG9ydCBmdW5jdGlvbiBjYXNlRXhhbXBsZXMocnVsZSkge1xuICByZXR1cm4gY2FzZXNPZihydWxlKVxuICAgIC5maWx0ZXIoKHsgaXNFeGFtcGxlIH0pID0+IGlzRXhhbXBsZSlcbiAgICAubWFwKChlYWNoKSA9PiB7XG4gICAgICBjb25zdCBzaGFyZWQgPSB0eXBlb2YgZWFjaC5jb250cmFjdCA9PT0gXCJzdHJpbmdcIiA/IFtlYWNoLmNvbnRyYWN0XSA6IFtdO1xuICAgICAgY29uc3QgY29udHJhY3RzID1cbiAgICAgICAgdHlwZW9mIGVhY2guY29udHJhY3QgPT09IFwic3RyaW5nXCJcbiAgICAgICAgICA/IFtbZWFjaC5jb250cmFjdCwgc2hhcmVkQ29udHJhY3QoZWFjaC5jb250cmFjdCldXVxuICAgICAgICAgIDogW2VhY2guY29udHJhY3RdLmZsYXQoKS5tYXAoKGZyb250KSA9PiBpbmxpbmUoZnJvbnQpKTtcbiAgICAgIGNvbnN0IG93biA9IGVhY2guZmVuY2VzLmZpbHRlcigoeyBraW5kIH0pID0+IGtpbmQgPT09IFwiYmVmb3JlXCIgfHwga2luZCA9PT0gXCJ2YWxpZFwiIHx8IGtpbmQgPT09IFwiZmlsZVwiKTtcbiAgICAgIGNvbnN0IGZpbGVzID0gbmV3IE1hcChbXG4gICAgICAgIC4uLnNldHRpbmdzKHt9KSxcbiAgICAgICAgLi4uc2hhcmVkLmZsYXRNYXAoc2hhcmVkRmlsZXMpLFxuICAgICAgICAuLi5PYmplY3QuZW50cmllcyhlYWNoLmZpbGVzID8/IHt9KS5maWx0ZXIoKFssIHRleHRdKSA9PiB0ZXh0ICE9PSBudWxsKSxcbiAgICAgIF0pO1xuICAgICAgZm9yIChjb25zdCBbZmlsZSwgdGV4dF0gb2YgT2JqZWN0LmVudHJpZXMoZWFjaC5maWxlcyA/PyB7fSkpIGlmICh0ZXh0ID09PSBudWxsKSBmaWxlcy5kZWxldGUoZmlsZSk7XG4gICAgICBmb3IgKGNvbnN0IHsgcGF0aDogZmlsZSwgdGV4dCB9IG9mIG93bikgZmlsZXMuc2V0KGZpbGUsIHRleHQpO1xuICAgICAgY29uc3QgZmlyc3QgPSBjb250cmFjdHMubWFwKChbaWQsIGZyb250XSkgPT4gW2BtaWdyYXRpb25zLyR7aWR9Lm1kYCwgYC0tLVxcbiR7ZnJvbnR9LS0tXFxuXFxuJHtjYXBpdGFsaXNlKGVhY2guc2VudGVuY2UpfVxcbmBdKTtcbiAgICAgIGNvbnN0IHNob3duID0gb3duLmZpbmQoKHsga2luZCB9KSA9PiBraW5kICE9PSBcImZpbGVcIik/LnBhdGg7XG4gICAgICByZXR1cm4ge1xuICAgICAgICBuYW1lOiBgJHtydWxlfS0ke2VhY2gubmFtZX1gLFxuICAgICAgICBzZW50ZW5jZTogZWFjaC5zZW50ZW5jZSxcbiAgICAgICAgZmlsZXM6IFsuLi5maXJzdCwgLi4uZmlsZXNdLFxuICAgICAgICBzaG93bixcbiAgICAgICAgZXhwZWN0ZWQ6IGV4cGVjdGVkT2YoZWFjaC5mZW5jZXMpLFxuICAgICAgICBpc1ZhbGlkOiBlYWNoLmdyb3VwID09PSBcInZhbGlkXCIsXG4gICAgICB9O1xuICAgIH0pO1xufVxuXG4vKiogQSByZWNpcGUgd2l0aCBpdHMgZXhhbXBsZXMgYXMgZmlsZXM7IHRoZSBwYWNrYWdlcyB0aGF0IGl0IHdyaXRlcyBhcmUgZGVjbGFyZWQsIHNpbmNlIG5vdGhpbmcgaXMgZml4ZWQgYmVmb3JlIHRoZXkgYXJlLiAqL1xuZXhwb3J0IGZ1bmN0aW9uIHJlY2lwZUV4YW1wbGUobmFtZSwgdGV4dCkge1xuICBjb25zdCB7IGZyb250IH0gPSBzcGxpdEZyb250TWF0dGVyKHRleHQpO1xuICBjb25zdCBvd24gPSBmaWxlc09mKGZlbmNlc09mKHRleHQpKTtcbiAgY29uc3QgZmlsZXMgPSBbW2BtaWdyYXRpb25zLyR7bmFtZX0ubWRgLCB0ZXh0XSwgLi4ub3duLCAuLi5zZXR0aW5ncyhwYWNrYWdlc09mKGZyb250KSldO1xuICByZXR1cm4geyBuYW1lLCB0aXRsZTogZnJvbnQudGl0bGUsIGdyb3VwOiBcIlJlY2lwZXNcIiwgZmlsZXMsIHNob3duOiBvd25bMF0/LlswXSB9O1xufVxuXG4vKiogQSBjb250cmFjdCdzIGZyb250IG1hdHRlciBhcyBkYXRhLCBhbmQgdGhlIE1hcmtkb3duIGJlaGluZCBpdC4gKi9cbmV4cG9ydCBmdW5jdGlvbiBzcGxpdEZyb250TWF0dGVyKHRleHQpIHtcbiAgY29uc3QgWywgeWFtbCwgYm9keV0gPSAvXi0tLVxcbiguKj9cXG4pLS0tXFxuKC4qKSQvcy5leGVjKHRleHQpO1xuICByZXR1cm4geyBmcm9udDogcGFyc2UoeWFtbCksIGJvZHkgfTtcbn1cblxuZnVuY3Rpb24gcGFja2FnZXNPZih7IGltcG9ydHMgPSB7fSwgcnVsZXMgfSkge1xuICBjb25zdCBtb3ZlcyA9IFtydWxlc1tcIm5vLWRlcHJlY2F0ZWQtaW1wb3J0XCJdID8/IFtdXS5mbGF0KCk7XG4gIGNvbnN0IG5hbWVkID0gWy4uLk9iamVjdC52YWx1ZXMoaW1wb3J0cyksIC4uLm1vdmVzLmZsYXRNYXAoKHsgdG8gfSkgPT4gKHRvID09PSB1bmRlZmluZWQgPyBbXSA6IFt0b10pKV07XG4gIGNvbnN0IHBhY2thZ2VzID0gbmFtZWQuZmlsdGVyKChlYWNoKSA9PiAhL14oPzpcXC58bm9kZTopLy50ZXN0KGVhY2gpKS5tYXAoKGVhY2gpID0+IC9eKD86QFteL10rXFwvKT9bXi8jXSsvLmV4ZWMoZWFjaClbMF0pO1xuICByZXR1cm4gT2JqZWN0LmZyb21FbnRyaWVzKHBhY2thZ2VzLm1hcCgoZWFjaCkgPT4gW2VhY2gsIFwiKlwiXSkpO1xufVxuXG5mdW5jdGlvbiBzZXR0aW5ncyhkZXBlbmRlbmNpZXMpIHtcbiAgY29uc3QgaGFzQW55ID0gT2JqZWN0LmtleXMoZGVwZW5kZW5jaWVzKS5sZW5ndGggPiAwO1xuICBjb25zdCBtYW5pZmVzdCA9IHsgLi4uUEFDS0FHRSwgLi4uKGhhc0FueSAmJiB7IGRlcGVuZGVuY2llcyB9KSB9O1xuICByZXR1cm4gW1xuICAgIFtcInBhY2thZ2UuanNvblwiLCBgJHtKU09OLnN0cmluZ2lmeShtYW5pZmVzdCwgbnVsbCwgMil9XFxuYF0sXG4gICAgW1widHNjb25maWcuanNvblwiLCBgJHtKU09OLnN0cmluZ2lmeShUU0NPTkZJRywgbnVsbCwgMil9XFxuYF0sXG4gIF07XG59XG5cbmZ1bmN0aW9uIGZpbGVzT2YoZmVuY2VzKSB7XG4gIHJldHVybiBmZW5jZXMuZmxhdE1hcCgoeyBpbmZvLCB0ZXh0IH0pID0+IHtcbiAgICBjb25zdCBmaWxlID0gLyg/OmJlZm9yZXx2YWxpZHxmaWxlKT0oXFxTKykvLmV4ZWMoaW5mbyk/LlsxXTtcbiAgICByZXR1cm4gZmlsZSA9PT0gdW5kZWZpbmVkID8gW10gOiBbW2ZpbGUsIHRleHRdXTtcbiAgfSk7XG59XG5cbmZ1bmN0aW9uIGV4cGVjdGVkT2YoZmVuY2VzKSB7XG4gIHJldHVybiBmZW5jZXMuZmxhdE1hcCgoeyBraW5kLCB0ZXh0IH0sIGluZGV4KSA9PiB7XG4gICAgY29uc3QgYmVmb3JlID0gZmVuY2VzLnNsaWNlKDAsIGluZGV4KS5maW5kTGFzdCgoZWFjaCkgPT4gZWFjaC5raW5kID09PSBcImJlZm9yZVwiKTtcbiAgICByZXR1cm4ga2luZCA9PT0gXCJhZnRlclwiID8gW1tiZWZvcmUucGF0aCwgdGV4dF1dIDogW107XG4gIH0pO1xufVxuXG5mdW5jdGlvbiBpbmxpbmUoeyBpZCA9IFwiY2FzZVwiLCAuLi5mcm9udCB9KSB7XG4gIHJldHVybiBbaWQsIHN0cmluZ2lmeSh7IHRpdGxlOiBcIkNhc2VcIiwgLi4uZnJvbnQgfSwgeyBsaW5lV2lkdGg6IDAgfSldO1xufVxuXG5mdW5jdGlvbiBzaGFyZWRGaWxlcyhjb250cmFjdCkge1xuICBjb25zdCBmb2xkZXIgPSBwYXRoLmpvaW4oUkVQT1NJVE9SWSwgXCJ0ZXN0L2NvbmZvcm1hbmNlL2NvbnRyYWN0c1wiLCBjb250cmFjdCk7XG4gIGNvbnN0IG5hbWVzID0gcmVhZGRpclN5bmMoZm9sZGVyLCB7IHJlY3Vyc2l2ZTogdHJ1ZSB9KS5maWx0ZXIoKG5hbWUpID0+IHN0YXRTeW5jKHBhdGguam9pbihmb2xkZXIsIG5hbWUpKS5pc0ZpbGUoKSk7XG4gIHJldHVybiBuYW1lcy5zb3J0KCkubWFwKChuYW1lKSA9PiBbbmFtZSwgcmVhZEZpbGVTeW5jKHBhdGguam9pbihmb2xkZXIsIG5hbWUpLCBcInV0ZjhcIildKTtcbn1cblxuZnVuY3Rpb24gdGl0bGVJbih5YW1sKSB7XG4gIHJldHVybiAvXnRpdGxlOiAqKC4rKSQvbS5leGVjKHlhbWwpPy5bMV0ucmVwbGFjZSgvXlwiKC4qKVwiJC8sIFwiJDFcIik7XG59XG5cbmZ1bmN0aW9uIGNhcGl0YWxpc2UodGV4dCkge1xuICByZXR1cm4gdGV4dC5jaGFyQXQoMCkudG9VcHBlckNhc2UoKSArIHRleHQuc2xpY2UoMSk7XG59XG4iLCAiY29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2Rpcm5hbWUgPSBcIi93b3JrL3JlbGVhc2Uvc2NyaXB0c1wiO2NvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9maWxlbmFtZSA9IFwiL3dvcmsvcmVsZWFzZS9zY3JpcHRzL2Nhc2VzLm1qc1wiO2NvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9pbXBvcnRfbWV0YV91cmwgPSBcImZpbGU6Ly8vd29yay9yZWxlYXNlL3NjcmlwdHMvY2FzZXMubWpzXCI7aW1wb3J0IHsgcmVhZGRpclN5bmMsIHJlYWRGaWxlU3luYyB9IGZyb20gXCJub2RlOmZzXCI7XG5pbXBvcnQgcGF0aCBmcm9tIFwibm9kZTpwYXRoXCI7XG5pbXBvcnQgeyBwYXJzZSB9IGZyb20gXCJ5YW1sXCI7XG5pbXBvcnQgeyBSRVBPU0lUT1JZIH0gZnJvbSBcIi4vcGFja2FnZXMubWpzXCI7XG5cbmNvbnN0IENPTkZPUk1BTkNFID0gcGF0aC5qb2luKFJFUE9TSVRPUlksIFwidGVzdC9jb25mb3JtYW5jZVwiKTtcblxuLyoqIFRoZSBjb25mb3JtYW5jZSBjYXNlcyBvZiBhIHJ1bGUgYXMgYSBwYWdlIHNob3dzIHRoZW0sIHNvcnRlZCBieSBuYW1lLiAqL1xuZXhwb3J0IGZ1bmN0aW9uIGNhc2VzT2YocnVsZSkge1xuICBjb25zdCBmb2xkZXIgPSBwYXRoLmpvaW4oQ09ORk9STUFOQ0UsIFwiY2FzZXNcIiwgcnVsZSk7XG4gIGNvbnN0IG5hbWVzID0gcmVhZGRpclN5bmMoZm9sZGVyKS5maWx0ZXIoKGZpbGUpID0+IGZpbGUuZW5kc1dpdGgoXCIubWRcIikpO1xuICByZXR1cm4gbmFtZXMuc29ydCgpLm1hcCgoZmlsZSkgPT4gcmVhZENhc2UoZmlsZS5zbGljZSgwLCAtMyksIHJlYWRGaWxlU3luYyhwYXRoLmpvaW4oZm9sZGVyLCBmaWxlKSwgXCJ1dGY4XCIpKSk7XG59XG5cbi8qKiBUaGUgZnJvbnQgbWF0dGVyIG9mIGEgY29udHJhY3QgdGhhdCBzZXZlcmFsIGNhc2VzIHNoYXJlLiAqL1xuZXhwb3J0IGZ1bmN0aW9uIHNoYXJlZENvbnRyYWN0KG5hbWUpIHtcbiAgcmV0dXJuIHNwbGl0RnJvbnRNYXR0ZXIocmVhZEZpbGVTeW5jKHBhdGguam9pbihDT05GT1JNQU5DRSwgXCJjb250cmFjdHNcIiwgYCR7bmFtZX0ubWRgKSwgXCJ1dGY4XCIpKS5mcm9udDtcbn1cblxuZnVuY3Rpb24gcmVhZENhc2UobmFtZSwgbWFya2Rvd24pIHtcbiAgY29uc3QgeyBmcm9udCwgYm9keSB9ID0gc3BsaXRGcm9udE1hdHRlcihtYXJrZG93bik7XG4gIGNvbnN0IGRhdGEgPSBwYXJzZShmcm9udCk7XG4gIGNvbnN0IGZlbmNlcyA9IFsuLi5ib2R5Lm1hdGNoQWxsKC9eKGB7Myx9fH57Myx9KShbXlxcbl0qKVxcbiguKj8pXlxcMSAqJC9nbXMpXS5tYXAoKFssICwgaW5mbywgdGV4dF0pID0+XG4gICAgcmVhZEZlbmNlKGluZm8udHJpbSgpLCB0ZXh0KSxcbiAgKTtcbiAgY29uc3QgcHJvc2UgPSBib2R5LnJlcGxhY2UoL14oYHszLH18fnszLH0pW15cXG5dKlxcbi4qP15cXDEgKiQvZ21zLCBcIlwiKS50cmltKCk7XG4gIHJldHVybiB7XG4gICAgbmFtZSxcbiAgICBzZW50ZW5jZTogcHJvc2Uuc3BsaXQoL1xcblxccypcXG4vKVswXS5yZXBsYWNlQWxsKC9cXHMrL2csIFwiIFwiKSxcbiAgICBpc0V4YW1wbGU6IGRhdGEuZXhhbXBsZSA9PT0gdHJ1ZSxcbiAgICBjb250cmFjdDogZGF0YS5jb250cmFjdCxcbiAgICBmaWxlczogZGF0YS5maWxlcyxcbiAgICByZXBvcnRzOiBkYXRhLnJlcG9ydHMsXG4gICAgZmVuY2VzOiBmZW5jZXMuZmlsdGVyKCh7IGtpbmQgfSkgPT4ga2luZCAhPT0gdW5kZWZpbmVkKSxcbiAgICBncm91cDogZ3JvdXBPZihmZW5jZXMpLFxuICB9O1xufVxuXG5mdW5jdGlvbiBzcGxpdEZyb250TWF0dGVyKG1hcmtkb3duKSB7XG4gIGNvbnN0IFssIGZyb250LCBib2R5XSA9IC9eLS0tXFxuKC4qP1xcbiktLS1cXG4oLiopJC9zLmV4ZWMobWFya2Rvd24pO1xuICByZXR1cm4geyBmcm9udCwgYm9keSB9O1xufVxuXG5mdW5jdGlvbiByZWFkRmVuY2UoaW5mbywgdGV4dCkge1xuICBjb25zdCBbbGFuZ3VhZ2VdID0gaW5mby5zcGxpdCgvXFxzLyk7XG4gIGNvbnN0IHBhdGggPSAvKD86YmVmb3JlfHZhbGlkfGZpbGUpPShcXFMrKS8uZXhlYyhpbmZvKT8uWzFdO1xuICBjb25zdCBraW5kID0gL1xcYihiZWZvcmV8YWZ0ZXJ8dmFsaWR8c3VnZ2VzdGlvbnxmaWxlKVxcYi8uZXhlYyhpbmZvLnNsaWNlKGxhbmd1YWdlLmxlbmd0aCkpPy5bMV07XG4gIHJldHVybiB7IGtpbmQsIGxhbmd1YWdlLCBwYXRoLCB0aXRsZTogL3N1Z2dlc3Rpb249XCIoW15cIl0qKVwiLy5leGVjKGluZm8pPy5bMV0sIHRleHQgfTtcbn1cblxuZnVuY3Rpb24gZ3JvdXBPZihmZW5jZXMpIHtcbiAgY29uc3QgaGFzID0gKGtpbmQpID0+IGZlbmNlcy5zb21lKChmZW5jZSkgPT4gZmVuY2Uua2luZCA9PT0ga2luZCk7XG4gIGlmIChoYXMoXCJhZnRlclwiKSkgcmV0dXJuIFwiZml4ZWRcIjtcbiAgcmV0dXJuIGhhcyhcImJlZm9yZVwiKSA/IFwibGVmdFwiIDogXCJ2YWxpZFwiO1xufVxuIiwgImNvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9kaXJuYW1lID0gXCIvd29yay9yZWxlYXNlL2RvY3Mvc2l0ZS9wYWdlc1wiO2NvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9maWxlbmFtZSA9IFwiL3dvcmsvcmVsZWFzZS9kb2NzL3NpdGUvcGFnZXMvbGlua3MubWpzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ltcG9ydF9tZXRhX3VybCA9IFwiZmlsZTovLy93b3JrL3JlbGVhc2UvZG9jcy9zaXRlL3BhZ2VzL2xpbmtzLm1qc1wiOy8vIExpbmtzIG9mIGEgcGFnZSBhcyB0aGUgc2l0ZSBuZWVkcyB0aGVtOiBvdGhlciBwYWdlcyBieSB0aGVpciBuZXcgcGxhY2UsIGV2ZXJ5dGhpbmcgZWxzZSBpbiB0aGUgcmVwb3NpdG9yeS5cbmltcG9ydCB7IGV4aXN0c1N5bmMsIHN0YXRTeW5jIH0gZnJvbSBcIm5vZGU6ZnNcIjtcbmltcG9ydCBwYXRoIGZyb20gXCJub2RlOnBhdGhcIjtcbmltcG9ydCB7IGNoYW5nZVByb3NlIH0gZnJvbSBcIi4vcHJvc2UubWpzXCI7XG5pbXBvcnQgeyBSRVBPU0lUT1JZIH0gZnJvbSBcIi4uLy4uLy4uL3NjcmlwdHMvcGFja2FnZXMubWpzXCI7XG5cbi8qKiBXaGVyZSBmaWxlcyB0aGF0IGFyZSBubyBwYWdlcyBhcmUgcmVhZC4gKi9cbmNvbnN0IFNPVVJDRVMgPSBwcm9jZXNzLmVudi5TSVRFX1JFUE9TSVRPUlkgPz8gXCJodHRwczovL2dpdGh1Yi5jb20vZ29kd2l0LWRldi9nb2R3aXRcIjtcblxuLyoqXG4gKiBUaGUgdGV4dCBvZiBhIHBhZ2Ugd2l0aCBpdHMgbGlua3MgcmV3cml0dGVuLiBgZnJvbWAgYW5kIHRoZSBrZXlzIG9mIGBwbGFjZXNgIGFyZSBwYXRocyBpbiB0aGUgcmVwb3NpdG9yeTsgYHBsYWNlc2Agc2F5cyB3aGljaCBvZiB0aGVtIGFyZVxuICogcGFnZXMsIGFuZCB3aGVyZSBvbiB0aGUgc2l0ZS5cbiAqL1xuZXhwb3J0IGZ1bmN0aW9uIHJld3JpdGVMaW5rcyh0ZXh0LCBmcm9tLCBwbGFjZXMpIHtcbiAgcmV0dXJuIGNoYW5nZVByb3NlKHRleHQsIChwcm9zZSkgPT5cbiAgICBwcm9zZVxuICAgICAgLnJlcGxhY2VBbGwoLyhcXF1cXCgpKFteKVxcc10rKShcXCkpL2csIChfLCBvcGVuLCB0YXJnZXQsIGNsb3NlKSA9PiBvcGVuICsgcGxhY2VPZih0YXJnZXQsIGZyb20sIHBsYWNlcykgKyBjbG9zZSlcbiAgICAgIC5yZXBsYWNlQWxsKC8oKD86c3JjfHNyY3NldHxocmVmKT1cIikoW15cIl0rKShcIikvZywgKF8sIG9wZW4sIHRhcmdldCwgY2xvc2UpID0+IG9wZW4gKyBwbGFjZU9mKHRhcmdldCwgZnJvbSwgcGxhY2VzKSArIGNsb3NlKSxcbiAgKTtcbn1cblxuZnVuY3Rpb24gcGxhY2VPZih0YXJnZXQsIGZyb20sIHBsYWNlcykge1xuICBpZiAoL14oPzpbYS16XSs6fCN8XFwvKS8udGVzdCh0YXJnZXQpKSByZXR1cm4gdGFyZ2V0O1xuICBjb25zdCBbZmlsZSwgYW5jaG9yXSA9IHRhcmdldC5zcGxpdCgvKD89IykvKTtcbiAgY29uc3QgbmFtZWQgPSBwYXRoLnBvc2l4LmpvaW4ocGF0aC5wb3NpeC5kaXJuYW1lKGZyb20pLCBmaWxlKS5yZXBsYWNlKC9cXC8kLywgXCJcIik7XG4gIGNvbnN0IHBhZ2UgPSBwbGFjZXMuZ2V0KG5hbWVkKSA/PyBwbGFjZXMuZ2V0KGAke25hbWVkfS9SRUFETUUubWRgKTtcbiAgY29uc3Qgb3duID0gcGxhY2VzLmdldChmcm9tKTtcbiAgaWYgKHBhZ2UgIT09IHVuZGVmaW5lZCkgcmV0dXJuIGAke3JlbGF0aXZlKG93biwgcGFnZSl9JHthbmNob3IgPz8gXCJcIn1gO1xuICBpZiAoIWV4aXN0c1N5bmMocGF0aC5qb2luKFJFUE9TSVRPUlksIG5hbWVkKSkpIHRocm93IG5ldyBFcnJvcihgJHtmcm9tfSBsaW5rcyB0byAke3RhcmdldH0sIHdoaWNoIGlzIG5vdCB0aGVyZS5gKTtcbiAgaWYgKC9cXC4oPzpwbmd8c3ZnKSQvLnRlc3QobmFtZWQpICYmIG5hbWVkLnN0YXJ0c1dpdGgoXCJkb2NzL1wiKSkgcmV0dXJuIHJlbGF0aXZlKG93biwgbmFtZWQuc2xpY2UoXCJkb2NzL1wiLmxlbmd0aCkpO1xuICBjb25zdCBraW5kID0gc3RhdFN5bmMocGF0aC5qb2luKFJFUE9TSVRPUlksIG5hbWVkKSkuaXNEaXJlY3RvcnkoKSA/IFwidHJlZVwiIDogXCJibG9iXCI7XG4gIHJldHVybiBgJHtTT1VSQ0VTfS8ke2tpbmR9L21haW4vJHtuYW1lZH0ke2FuY2hvciA/PyBcIlwifWA7XG59XG5cbmZ1bmN0aW9uIHJlbGF0aXZlKGZyb20sIHRvKSB7XG4gIGNvbnN0IHdheSA9IHBhdGgucG9zaXgucmVsYXRpdmUocGF0aC5wb3NpeC5kaXJuYW1lKGZyb20pLCB0byk7XG4gIHJldHVybiB3YXkuc3RhcnRzV2l0aChcIi5cIikgPyB3YXkgOiBgLi8ke3dheX1gO1xufVxuIiwgImNvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9kaXJuYW1lID0gXCIvd29yay9yZWxlYXNlL2RvY3Mvc2l0ZS9wYWdlc1wiO2NvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9maWxlbmFtZSA9IFwiL3dvcmsvcmVsZWFzZS9kb2NzL3NpdGUvcGFnZXMvcHJvc2UubWpzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ltcG9ydF9tZXRhX3VybCA9IFwiZmlsZTovLy93b3JrL3JlbGVhc2UvZG9jcy9zaXRlL3BhZ2VzL3Byb3NlLm1qc1wiOy8vIFRoZSB0ZXh0IG9mIGEgcGFnZSB0aGF0IGlzIG5vIGNvZGUuXG5jb25zdCBDT0RFID0gLyheKGB7Myx9fH57Myx9KS4qP15cXDJgKiAqJHwoPzwhYCkoYCspKD8hYCkuKz8oPzwhYClcXDMoPyFgKSkvZ21zO1xuY29uc3QgVEFHID0gLzwoPyFcXC8/KD86ZGV0YWlsc3xzdW1tYXJ5fGNvZGV8cHxicnxpbWd8cGljdHVyZXxzb3VyY2V8YnxpfGF8a2JkfFBsYXlncm91bmQpXFxifCEtLSkvZztcblxuLyoqIEEgcGFnZSB3aG9zZSBwcm9zZSBpcyBjaGFuZ2VkLCBhbmQgd2hvc2UgY29kZSBpcyBub3QuICovXG5leHBvcnQgZnVuY3Rpb24gY2hhbmdlUHJvc2UodGV4dCwgY2hhbmdlKSB7XG4gIGxldCBlbmQgPSAwO1xuICBsZXQgY2hhbmdlZCA9IFwiXCI7XG4gIGZvciAoY29uc3QgeyBpbmRleCwgMDogY29kZSB9IG9mIHRleHQubWF0Y2hBbGwoQ09ERSkpIHtcbiAgICBjaGFuZ2VkICs9IGNoYW5nZSh0ZXh0LnNsaWNlKGVuZCwgaW5kZXgpKSArIGNvZGU7XG4gICAgZW5kID0gaW5kZXggKyBjb2RlLmxlbmd0aDtcbiAgfVxuICByZXR1cm4gY2hhbmdlZCArIGNoYW5nZSh0ZXh0LnNsaWNlKGVuZCkpO1xufVxuXG4vKiogVnVlIHJlYWRzIHdoYXQgbG9va3MgbGlrZSBhbiBlbGVtZW50IG9yIGFuIGV4cHJlc3Npb24gb2YgaXRzIG93bjsgaGVyZSBib3RoIGFyZSB0ZXh0LiAqL1xuZXhwb3J0IGZ1bmN0aW9uIHdpdGhvdXRFbGVtZW50cyh0ZXh0KSB7XG4gIHJldHVybiBjaGFuZ2VQcm9zZSh0ZXh0LCAocHJvc2UpID0+IHByb3NlLnJlcGxhY2VBbGwoVEFHLCBcIiZsdDtcIikucmVwbGFjZUFsbChcInt7XCIsIFwiJiMxMjM7JiMxMjM7XCIpKTtcbn1cbiJdLAogICJtYXBwaW5ncyI6ICI7QUFBZ1IsU0FBUyxrQkFBa0I7QUFDM1MsU0FBUyxvQkFBb0I7OztBQ0E3QixTQUFTLFFBQVEsV0FBVyxlQUFBQSxjQUFhLGdCQUFBQyxlQUFjLFFBQVEscUJBQXFCO0FBQ3BGLE9BQU9DLFdBQVU7QUFDakIsU0FBUyxpQkFBQUMsc0JBQXFCOzs7QUNBOUIsU0FBUyxxQkFBcUI7QUFIa0gsSUFBTSwyQ0FBMkM7QUFNMUwsSUFBTSxhQUFhLGNBQWMsSUFBSSxJQUFJLE1BQU0sd0NBQWUsQ0FBQzs7O0FDTHRFLElBQU0sVUFBVSxDQUFDLGdCQUFnQix5RUFBeUU7QUFHbkcsSUFBTSxpQkFBaUI7QUFBQSxFQUM1QjtBQUFBLElBQ0UsTUFBTTtBQUFBLElBQ04sT0FBTztBQUFBLElBQ1AsT0FBTztBQUFBLElBQ1AsT0FBTztBQUFBLElBQ1AsT0FBTztBQUFBLE1BQ0w7QUFBQSxRQUNFO0FBQUEsUUFDQTtBQUFBO0FBQUE7QUFBQTtBQUFBO0FBQUE7QUFBQTtBQUFBO0FBQUE7QUFBQTtBQUFBO0FBQUE7QUFBQTtBQUFBO0FBQUE7QUFBQTtBQUFBO0FBQUE7QUFBQTtBQUFBO0FBQUE7QUFBQTtBQUFBO0FBQUE7QUFBQTtBQUFBO0FBQUE7QUFBQTtBQUFBO0FBQUE7QUFBQTtBQUFBO0FBQUEsTUFnQ0Y7QUFBQSxNQUNBO0FBQUEsUUFDRTtBQUFBLFFBQ0E7QUFBQTtBQUFBO0FBQUE7QUFBQTtBQUFBO0FBQUE7QUFBQTtBQUFBO0FBQUE7QUFBQTtBQUFBLE1BV0Y7QUFBQSxNQUNBLENBQUMsY0FBYztBQUFBO0FBQUE7QUFBQTtBQUFBO0FBQUEsQ0FBeUc7QUFBQSxNQUN4SDtBQUFBLElBQ0Y7QUFBQSxFQUNGO0FBQUEsRUFDQTtBQUFBLElBQ0UsTUFBTTtBQUFBLElBQ04sT0FBTztBQUFBLElBQ1AsT0FBTztBQUFBLElBQ1AsT0FBTztBQUFBLElBQ1AsT0FBTztBQUFBLE1BQ0w7QUFBQSxRQUNFO0FBQUEsUUFDQTtBQUFBO0FBQUE7QUFBQTtBQUFBO0FBQUE7QUFBQTtBQUFBO0FBQUE7QUFBQTtBQUFBO0FBQUE7QUFBQTtBQUFBO0FBQUE7QUFBQTtBQUFBO0FBQUE7QUFBQTtBQUFBO0FBQUE7QUFBQTtBQUFBO0FBQUEsTUF1QkY7QUFBQSxNQUNBO0FBQUEsUUFDRTtBQUFBLFFBQ0E7QUFBQTtBQUFBO0FBQUE7QUFBQTtBQUFBO0FBQUE7QUFBQTtBQUFBO0FBQUE7QUFBQTtBQUFBLE1BV0Y7QUFBQSxNQUNBLENBQUMsY0FBYyxvR0FBb0c7QUFBQSxNQUNuSDtBQUFBLElBQ0Y7QUFBQSxFQUNGO0FBQUEsRUFDQTtBQUFBLElBQ0UsTUFBTTtBQUFBLElBQ04sT0FBTztBQUFBLElBQ1AsT0FBTztBQUFBLElBQ1AsT0FBTztBQUFBLElBQ1AsT0FBTztBQUFBLE1BQ0w7QUFBQSxRQUNFO0FBQUEsUUFDQTtBQUFBO0FBQUE7QUFBQTtBQUFBO0FBQUE7QUFBQTtBQUFBO0FBQUE7QUFBQTtBQUFBO0FBQUE7QUFBQTtBQUFBO0FBQUE7QUFBQTtBQUFBO0FBQUE7QUFBQTtBQUFBO0FBQUE7QUFBQSxNQXFCRjtBQUFBLE1BQ0E7QUFBQSxRQUNFO0FBQUEsUUFDQTtBQUFBO0FBQUE7QUFBQTtBQUFBO0FBQUE7QUFBQSxNQU1GO0FBQUEsTUFDQSxDQUFDLHFCQUFxQixxREFBcUQ7QUFBQSxNQUMzRTtBQUFBLFFBQ0U7QUFBQSxRQUNBO0FBQUEsTUFDRjtBQUFBLE1BQ0E7QUFBQSxJQUNGO0FBQUEsRUFDRjtBQUNGOzs7QUNoS0EsU0FBUyxlQUFBQyxjQUFhLGdCQUFBQyxlQUFjLGdCQUFnQjtBQUNwRCxPQUFPQyxXQUFVO0FBQ2pCLFNBQVMsbUJBQW1CO0FBQzVCLFNBQVMsV0FBVyxTQUFBQyxjQUFhOzs7QUNKc00sU0FBUyxhQUFhLG9CQUFvQjtBQUNqUixPQUFPLFVBQVU7QUFDakIsU0FBUyxhQUFhO0FBR3RCLElBQU0sY0FBYyxLQUFLLEtBQUssWUFBWSxrQkFBa0I7QUFHckQsU0FBUyxRQUFRLE1BQU07QUFDNUIsUUFBTSxTQUFTLEtBQUssS0FBSyxhQUFhLFNBQVMsSUFBSTtBQUNuRCxRQUFNLFFBQVEsWUFBWSxNQUFNLEVBQUUsT0FBTyxDQUFDLFNBQVMsS0FBSyxTQUFTLEtBQUssQ0FBQztBQUN2RSxTQUFPLE1BQU0sS0FBSyxFQUFFLElBQUksQ0FBQyxTQUFTLFNBQVMsS0FBSyxNQUFNLEdBQUcsRUFBRSxHQUFHLGFBQWEsS0FBSyxLQUFLLFFBQVEsSUFBSSxHQUFHLE1BQU0sQ0FBQyxDQUFDO0FBQzlHO0FBR08sU0FBUyxlQUFlLE1BQU07QUFDbkMsU0FBTyxpQkFBaUIsYUFBYSxLQUFLLEtBQUssYUFBYSxhQUFhLEdBQUcsSUFBSSxLQUFLLEdBQUcsTUFBTSxDQUFDLEVBQUU7QUFDbkc7QUFFQSxTQUFTLFNBQVMsTUFBTSxVQUFVO0FBQ2hDLFFBQU0sRUFBRSxPQUFPLEtBQUssSUFBSSxpQkFBaUIsUUFBUTtBQUNqRCxRQUFNLE9BQU8sTUFBTSxLQUFLO0FBQ3hCLFFBQU0sU0FBUyxDQUFDLEdBQUcsS0FBSyxTQUFTLHdDQUF3QyxDQUFDLEVBQUU7QUFBQSxJQUFJLENBQUMsQ0FBQyxFQUFFLEVBQUUsTUFBTSxJQUFJLE1BQzlGLFVBQVUsS0FBSyxLQUFLLEdBQUcsSUFBSTtBQUFBLEVBQzdCO0FBQ0EsUUFBTSxRQUFRLEtBQUssUUFBUSxzQ0FBc0MsRUFBRSxFQUFFLEtBQUs7QUFDMUUsU0FBTztBQUFBLElBQ0w7QUFBQSxJQUNBLFVBQVUsTUFBTSxNQUFNLFNBQVMsRUFBRSxDQUFDLEVBQUUsV0FBVyxRQUFRLEdBQUc7QUFBQSxJQUMxRCxXQUFXLEtBQUssWUFBWTtBQUFBLElBQzVCLFVBQVUsS0FBSztBQUFBLElBQ2YsT0FBTyxLQUFLO0FBQUEsSUFDWixTQUFTLEtBQUs7QUFBQSxJQUNkLFFBQVEsT0FBTyxPQUFPLENBQUMsRUFBRSxLQUFLLE1BQU0sU0FBUyxNQUFTO0FBQUEsSUFDdEQsT0FBTyxRQUFRLE1BQU07QUFBQSxFQUN2QjtBQUNGO0FBRUEsU0FBUyxpQkFBaUIsVUFBVTtBQUNsQyxRQUFNLENBQUMsRUFBRSxPQUFPLElBQUksSUFBSSwyQkFBMkIsS0FBSyxRQUFRO0FBQ2hFLFNBQU8sRUFBRSxPQUFPLEtBQUs7QUFDdkI7QUFFQSxTQUFTLFVBQVUsTUFBTSxNQUFNO0FBQzdCLFFBQU0sQ0FBQyxRQUFRLElBQUksS0FBSyxNQUFNLElBQUk7QUFDbEMsUUFBTUMsUUFBTyw4QkFBOEIsS0FBSyxJQUFJLElBQUksQ0FBQztBQUN6RCxRQUFNLE9BQU8sMkNBQTJDLEtBQUssS0FBSyxNQUFNLFNBQVMsTUFBTSxDQUFDLElBQUksQ0FBQztBQUM3RixTQUFPLEVBQUUsTUFBTSxVQUFVLE1BQUFBLE9BQU0sT0FBTyx1QkFBdUIsS0FBSyxJQUFJLElBQUksQ0FBQyxHQUFHLEtBQUs7QUFDckY7QUFFQSxTQUFTLFFBQVEsUUFBUTtBQUN2QixRQUFNLE1BQU0sQ0FBQyxTQUFTLE9BQU8sS0FBSyxDQUFDLFVBQVUsTUFBTSxTQUFTLElBQUk7QUFDaEUsTUFBSSxJQUFJLE9BQU8sRUFBRyxRQUFPO0FBQ3pCLFNBQU8sSUFBSSxRQUFRLElBQUksU0FBUztBQUNsQzs7O0FEOUNBLElBQU1DLFdBQVUsRUFBRSxNQUFNLGNBQWMsU0FBUyxNQUFNLE1BQU0sU0FBUztBQUNwRSxJQUFNLFdBQVcsRUFBRSxpQkFBaUIsRUFBRSxRQUFRLFVBQVUsUUFBUSxZQUFZLFFBQVEsTUFBTSxLQUFLLFdBQVcsRUFBRTtBQUdyRyxTQUFTLE9BQU8sRUFBRSxPQUFPLE1BQU0sR0FBRztBQUN2QyxRQUFNLE9BQU8sS0FBSyxVQUFVLEVBQUUsT0FBTyxHQUFJLFVBQVUsVUFBYSxFQUFFLE1BQU0sRUFBRyxDQUFDO0FBQzVFLFNBQU8sS0FBSyxZQUFZLE1BQU0sRUFBRSxPQUFPLEVBQUUsQ0FBQyxFQUFFLFNBQVMsV0FBVyxDQUFDO0FBQ25FO0FBR08sU0FBUyxTQUFTLE1BQU07QUFDN0IsU0FBTyxDQUFDLEdBQUcsS0FBSyxTQUFTLG9DQUFvQyxDQUFDLEVBQUUsSUFBSSxDQUFDLFdBQVc7QUFBQSxJQUM5RSxNQUFNLE1BQU0sQ0FBQztBQUFBLElBQ2IsTUFBTSxNQUFNLENBQUM7QUFBQSxJQUNiLE9BQU8sTUFBTTtBQUFBLElBQ2IsS0FBSyxNQUFNLFFBQVEsTUFBTSxDQUFDLEVBQUU7QUFBQSxFQUM5QixFQUFFO0FBQ0o7QUFHTyxTQUFTLGFBQWEsTUFBTSxNQUFNO0FBQ3ZDLFFBQU0sVUFBVSxDQUFDO0FBQ2pCLFFBQU0sUUFBUSxDQUFDO0FBQ2YsYUFBVyxTQUFTLFNBQVMsS0FBSyxNQUFNLDBCQUEwQixFQUFFLENBQUMsQ0FBQyxHQUFHO0FBQ3ZFLFVBQU0sT0FBTyxtQkFBbUIsS0FBSyxNQUFNLElBQUksSUFBSSxDQUFDO0FBQ3BELFFBQUksU0FBUyxPQUFXLFNBQVEsS0FBSyxDQUFDLE1BQU0sTUFBTSxJQUFJLENBQUM7QUFBQSxhQUM5QyxNQUFNLFNBQVMsZ0JBQWlCLE9BQU0sS0FBSyxFQUFFLE1BQU0sTUFBTSxNQUFNLE9BQU8sQ0FBQyxHQUFHLEtBQUssTUFBTSxJQUFJLENBQUM7QUFBQSxhQUMxRixNQUFNLFNBQVMsS0FBSyxnQ0FBZ0MsS0FBSyxNQUFNLElBQUksR0FBRztBQUM3RSxZQUFNLEdBQUcsRUFBRSxFQUFFLE1BQU0sS0FBSyxLQUFLO0FBQzdCLFlBQU0sR0FBRyxFQUFFLEVBQUUsTUFBTSxNQUFNO0FBQUEsSUFDM0I7QUFBQSxFQUNGO0FBQ0EsU0FBTyxNQUFNLElBQUksQ0FBQyxFQUFFLE1BQU0sT0FBTyxJQUFJLEdBQUcsVUFBVTtBQUNoRCxVQUFNLFFBQVEsV0FBVyxLQUFLLElBQUksSUFBSSxLQUFLLGtCQUFrQixRQUFRLENBQUMsT0FBTyxJQUFJO0FBQUE7QUFDakYsVUFBTSxRQUFRLE1BQU0sSUFBSSxDQUFDLEVBQUUsTUFBTSxNQUFNLEtBQUssTUFBTSxTQUFTLElBQUk7QUFBQSxFQUFLLElBQUk7QUFBQSxDQUFVLEVBQUUsS0FBSyxJQUFJO0FBQzdGLFVBQU0sTUFBTSxRQUFRLEtBQUs7QUFDekIsVUFBTSxXQUFXLENBQUMseUJBQXlCO0FBQUEsRUFBUSxLQUFLLEdBQUcsSUFBSTtBQUFBO0FBQUEsRUFBVSxLQUFLLEVBQUU7QUFDaEYsVUFBTSxRQUFRLENBQUMsVUFBVSxHQUFHLEtBQUssR0FBRyxRQUFRLE9BQU8sQ0FBQyxDQUFDLElBQUksTUFBTSxDQUFDLElBQUksS0FBSyxDQUFDLENBQUMsSUFBSSxNQUFNLFNBQVMsSUFBSSxDQUFDLEdBQUcsR0FBRyxTQUFTLENBQUMsQ0FBQyxDQUFDO0FBQ3JILFdBQU87QUFBQSxNQUNMLE1BQU0sR0FBRyxJQUFJLElBQUksUUFBUSxDQUFDO0FBQUEsTUFDMUIsT0FBTyxRQUFRLElBQUksS0FBSyxXQUFXLFFBQVEsQ0FBQztBQUFBLE1BQzVDLE9BQU87QUFBQSxNQUNQO0FBQUEsTUFDQSxPQUFPLElBQUksQ0FBQyxJQUFJLENBQUM7QUFBQSxNQUNqQjtBQUFBLElBQ0Y7QUFBQSxFQUNGLENBQUM7QUFDSDtBQUdPLFNBQVMsYUFBYSxNQUFNO0FBQ2pDLFNBQU8sUUFBUSxJQUFJLEVBQ2hCLE9BQU8sQ0FBQyxFQUFFLFVBQVUsTUFBTSxTQUFTLEVBQ25DLElBQUksQ0FBQyxTQUFTO0FBQ2IsVUFBTSxTQUFTLE9BQU8sS0FBSyxhQUFhLFdBQVcsQ0FBQyxLQUFLLFFBQVEsSUFBSSxDQUFDO0FBQ3RFLFVBQU0sWUFDSixPQUFPLEtBQUssYUFBYSxXQUNyQixDQUFDLENBQUMsS0FBSyxVQUFVLGVBQWUsS0FBSyxRQUFRLENBQUMsQ0FBQyxJQUMvQyxDQUFDLEtBQUssUUFBUSxFQUFFLEtBQUssRUFBRSxJQUFJLENBQUMsVUFBVSxPQUFPLEtBQUssQ0FBQztBQUN6RCxVQUFNLE1BQU0sS0FBSyxPQUFPLE9BQU8sQ0FBQyxFQUFFLEtBQUssTUFBTSxTQUFTLFlBQVksU0FBUyxXQUFXLFNBQVMsTUFBTTtBQUNyRyxVQUFNLFFBQVEsSUFBSSxJQUFJO0FBQUEsTUFDcEIsR0FBRyxTQUFTLENBQUMsQ0FBQztBQUFBLE1BQ2QsR0FBRyxPQUFPLFFBQVEsV0FBVztBQUFBLE1BQzdCLEdBQUcsT0FBTyxRQUFRLEtBQUssU0FBUyxDQUFDLENBQUMsRUFBRSxPQUFPLENBQUMsQ0FBQyxFQUFFLElBQUksTUFBTSxTQUFTLElBQUk7QUFBQSxJQUN4RSxDQUFDO0FBQ0QsZUFBVyxDQUFDLE1BQU0sSUFBSSxLQUFLLE9BQU8sUUFBUSxLQUFLLFNBQVMsQ0FBQyxDQUFDLEVBQUcsS0FBSSxTQUFTLEtBQU0sT0FBTSxPQUFPLElBQUk7QUFDakcsZUFBVyxFQUFFLE1BQU0sTUFBTSxLQUFLLEtBQUssSUFBSyxPQUFNLElBQUksTUFBTSxJQUFJO0FBQzVELFVBQU0sUUFBUSxVQUFVLElBQUksQ0FBQyxDQUFDLElBQUksS0FBSyxNQUFNLENBQUMsY0FBYyxFQUFFLE9BQU87QUFBQSxFQUFRLEtBQUs7QUFBQTtBQUFBLEVBQVUsV0FBVyxLQUFLLFFBQVEsQ0FBQztBQUFBLENBQUksQ0FBQztBQUMxSCxVQUFNLFFBQVEsSUFBSSxLQUFLLENBQUMsRUFBRSxLQUFLLE1BQU0sU0FBUyxNQUFNLEdBQUc7QUFDdkQsV0FBTztBQUFBLE1BQ0wsTUFBTSxHQUFHLElBQUksSUFBSSxLQUFLLElBQUk7QUFBQSxNQUMxQixVQUFVLEtBQUs7QUFBQSxNQUNmLE9BQU8sQ0FBQyxHQUFHLE9BQU8sR0FBRyxLQUFLO0FBQUEsTUFDMUI7QUFBQSxNQUNBLFVBQVUsV0FBVyxLQUFLLE1BQU07QUFBQSxNQUNoQyxTQUFTLEtBQUssVUFBVTtBQUFBLElBQzFCO0FBQUEsRUFDRixDQUFDO0FBQ0w7QUFHTyxTQUFTLGNBQWMsTUFBTSxNQUFNO0FBQ3hDLFFBQU0sRUFBRSxNQUFNLElBQUlDLGtCQUFpQixJQUFJO0FBQ3ZDLFFBQU0sTUFBTSxRQUFRLFNBQVMsSUFBSSxDQUFDO0FBQ2xDLFFBQU0sUUFBUSxDQUFDLENBQUMsY0FBYyxJQUFJLE9BQU8sSUFBSSxHQUFHLEdBQUcsS0FBSyxHQUFHLFNBQVMsV0FBVyxLQUFLLENBQUMsQ0FBQztBQUN0RixTQUFPLEVBQUUsTUFBTSxPQUFPLE1BQU0sT0FBTyxPQUFPLFdBQVcsT0FBTyxPQUFPLElBQUksQ0FBQyxJQUFJLENBQUMsRUFBRTtBQUNqRjtBQUdPLFNBQVNBLGtCQUFpQixNQUFNO0FBQ3JDLFFBQU0sQ0FBQyxFQUFFLE1BQU0sSUFBSSxJQUFJLDJCQUEyQixLQUFLLElBQUk7QUFDM0QsU0FBTyxFQUFFLE9BQU9DLE9BQU0sSUFBSSxHQUFHLEtBQUs7QUFDcEM7QUFFQSxTQUFTLFdBQVcsRUFBRSxVQUFVLENBQUMsR0FBRyxPQUFBQyxPQUFNLEdBQUc7QUFDM0MsUUFBTSxRQUFRLENBQUNBLE9BQU0sc0JBQXNCLEtBQUssQ0FBQyxDQUFDLEVBQUUsS0FBSztBQUN6RCxRQUFNLFFBQVEsQ0FBQyxHQUFHLE9BQU8sT0FBTyxPQUFPLEdBQUcsR0FBRyxNQUFNLFFBQVEsQ0FBQyxFQUFFLEdBQUcsTUFBTyxPQUFPLFNBQVksQ0FBQyxJQUFJLENBQUMsRUFBRSxDQUFFLENBQUM7QUFDdEcsUUFBTSxXQUFXLE1BQU0sT0FBTyxDQUFDLFNBQVMsQ0FBQyxnQkFBZ0IsS0FBSyxJQUFJLENBQUMsRUFBRSxJQUFJLENBQUMsU0FBUyx1QkFBdUIsS0FBSyxJQUFJLEVBQUUsQ0FBQyxDQUFDO0FBQ3ZILFNBQU8sT0FBTyxZQUFZLFNBQVMsSUFBSSxDQUFDLFNBQVMsQ0FBQyxNQUFNLEdBQUcsQ0FBQyxDQUFDO0FBQy9EO0FBRUEsU0FBUyxTQUFTLGNBQWM7QUFDOUIsUUFBTSxTQUFTLE9BQU8sS0FBSyxZQUFZLEVBQUUsU0FBUztBQUNsRCxRQUFNLFdBQVcsRUFBRSxHQUFHSCxVQUFTLEdBQUksVUFBVSxFQUFFLGFBQWEsRUFBRztBQUMvRCxTQUFPO0FBQUEsSUFDTCxDQUFDLGdCQUFnQixHQUFHLEtBQUssVUFBVSxVQUFVLE1BQU0sQ0FBQyxDQUFDO0FBQUEsQ0FBSTtBQUFBLElBQ3pELENBQUMsaUJBQWlCLEdBQUcsS0FBSyxVQUFVLFVBQVUsTUFBTSxDQUFDLENBQUM7QUFBQSxDQUFJO0FBQUEsRUFDNUQ7QUFDRjtBQUVBLFNBQVMsUUFBUSxRQUFRO0FBQ3ZCLFNBQU8sT0FBTyxRQUFRLENBQUMsRUFBRSxNQUFNLEtBQUssTUFBTTtBQUN4QyxVQUFNLE9BQU8sOEJBQThCLEtBQUssSUFBSSxJQUFJLENBQUM7QUFDekQsV0FBTyxTQUFTLFNBQVksQ0FBQyxJQUFJLENBQUMsQ0FBQyxNQUFNLElBQUksQ0FBQztBQUFBLEVBQ2hELENBQUM7QUFDSDtBQUVBLFNBQVMsV0FBVyxRQUFRO0FBQzFCLFNBQU8sT0FBTyxRQUFRLENBQUMsRUFBRSxNQUFNLEtBQUssR0FBRyxVQUFVO0FBQy9DLFVBQU0sU0FBUyxPQUFPLE1BQU0sR0FBRyxLQUFLLEVBQUUsU0FBUyxDQUFDLFNBQVMsS0FBSyxTQUFTLFFBQVE7QUFDL0UsV0FBTyxTQUFTLFVBQVUsQ0FBQyxDQUFDLE9BQU8sTUFBTSxJQUFJLENBQUMsSUFBSSxDQUFDO0FBQUEsRUFDckQsQ0FBQztBQUNIO0FBRUEsU0FBUyxPQUFPLEVBQUUsS0FBSyxRQUFRLEdBQUcsTUFBTSxHQUFHO0FBQ3pDLFNBQU8sQ0FBQyxJQUFJLFVBQVUsRUFBRSxPQUFPLFFBQVEsR0FBRyxNQUFNLEdBQUcsRUFBRSxXQUFXLEVBQUUsQ0FBQyxDQUFDO0FBQ3RFO0FBRUEsU0FBUyxZQUFZLFVBQVU7QUFDN0IsUUFBTSxTQUFTSSxNQUFLLEtBQUssWUFBWSw4QkFBOEIsUUFBUTtBQUMzRSxRQUFNLFFBQVFDLGFBQVksUUFBUSxFQUFFLFdBQVcsS0FBSyxDQUFDLEVBQUUsT0FBTyxDQUFDLFNBQVMsU0FBU0QsTUFBSyxLQUFLLFFBQVEsSUFBSSxDQUFDLEVBQUUsT0FBTyxDQUFDO0FBQ2xILFNBQU8sTUFBTSxLQUFLLEVBQUUsSUFBSSxDQUFDLFNBQVMsQ0FBQyxNQUFNRSxjQUFhRixNQUFLLEtBQUssUUFBUSxJQUFJLEdBQUcsTUFBTSxDQUFDLENBQUM7QUFDekY7QUFFQSxTQUFTLFFBQVEsTUFBTTtBQUNyQixTQUFPLGtCQUFrQixLQUFLLElBQUksSUFBSSxDQUFDLEVBQUUsUUFBUSxZQUFZLElBQUk7QUFDbkU7QUFFQSxTQUFTLFdBQVcsTUFBTTtBQUN4QixTQUFPLEtBQUssT0FBTyxDQUFDLEVBQUUsWUFBWSxJQUFJLEtBQUssTUFBTSxDQUFDO0FBQ3BEOzs7QUVuSkEsU0FBUyxZQUFZLFlBQUFHLGlCQUFnQjtBQUNyQyxPQUFPQyxXQUFVOzs7QUNEakIsSUFBTSxPQUFPO0FBQ2IsSUFBTSxNQUFNO0FBR0wsU0FBUyxZQUFZLE1BQU0sUUFBUTtBQUN4QyxNQUFJLE1BQU07QUFDVixNQUFJLFVBQVU7QUFDZCxhQUFXLEVBQUUsT0FBTyxHQUFHLEtBQUssS0FBSyxLQUFLLFNBQVMsSUFBSSxHQUFHO0FBQ3BELGVBQVcsT0FBTyxLQUFLLE1BQU0sS0FBSyxLQUFLLENBQUMsSUFBSTtBQUM1QyxVQUFNLFFBQVEsS0FBSztBQUFBLEVBQ3JCO0FBQ0EsU0FBTyxVQUFVLE9BQU8sS0FBSyxNQUFNLEdBQUcsQ0FBQztBQUN6QztBQUdPLFNBQVMsZ0JBQWdCLE1BQU07QUFDcEMsU0FBTyxZQUFZLE1BQU0sQ0FBQyxVQUFVLE1BQU0sV0FBVyxLQUFLLE1BQU0sRUFBRSxXQUFXLE1BQU0sY0FBYyxDQUFDO0FBQ3BHOzs7QURYQSxJQUFNLFVBQVUsUUFBUSxJQUFJLG1CQUFtQjtBQU14QyxTQUFTLGFBQWEsTUFBTSxNQUFNLFFBQVE7QUFDL0MsU0FBTztBQUFBLElBQVk7QUFBQSxJQUFNLENBQUMsVUFDeEIsTUFDRyxXQUFXLHdCQUF3QixDQUFDLEdBQUcsTUFBTSxRQUFRLFVBQVUsT0FBTyxRQUFRLFFBQVEsTUFBTSxNQUFNLElBQUksS0FBSyxFQUMzRyxXQUFXLHNDQUFzQyxDQUFDLEdBQUcsTUFBTSxRQUFRLFVBQVUsT0FBTyxRQUFRLFFBQVEsTUFBTSxNQUFNLElBQUksS0FBSztBQUFBLEVBQzlIO0FBQ0Y7QUFFQSxTQUFTLFFBQVEsUUFBUSxNQUFNLFFBQVE7QUFDckMsTUFBSSxvQkFBb0IsS0FBSyxNQUFNLEVBQUcsUUFBTztBQUM3QyxRQUFNLENBQUMsTUFBTSxNQUFNLElBQUksT0FBTyxNQUFNLE9BQU87QUFDM0MsUUFBTSxRQUFRQyxNQUFLLE1BQU0sS0FBS0EsTUFBSyxNQUFNLFFBQVEsSUFBSSxHQUFHLElBQUksRUFBRSxRQUFRLE9BQU8sRUFBRTtBQUMvRSxRQUFNQyxRQUFPLE9BQU8sSUFBSSxLQUFLLEtBQUssT0FBTyxJQUFJLEdBQUcsS0FBSyxZQUFZO0FBQ2pFLFFBQU0sTUFBTSxPQUFPLElBQUksSUFBSTtBQUMzQixNQUFJQSxVQUFTLE9BQVcsUUFBTyxHQUFHLFNBQVMsS0FBS0EsS0FBSSxDQUFDLEdBQUcsVUFBVSxFQUFFO0FBQ3BFLE1BQUksQ0FBQyxXQUFXRCxNQUFLLEtBQUssWUFBWSxLQUFLLENBQUMsRUFBRyxPQUFNLElBQUksTUFBTSxHQUFHLElBQUksYUFBYSxNQUFNLHVCQUF1QjtBQUNoSCxNQUFJLGlCQUFpQixLQUFLLEtBQUssS0FBSyxNQUFNLFdBQVcsT0FBTyxFQUFHLFFBQU8sU0FBUyxLQUFLLE1BQU0sTUFBTSxRQUFRLE1BQU0sQ0FBQztBQUMvRyxRQUFNLE9BQU9FLFVBQVNGLE1BQUssS0FBSyxZQUFZLEtBQUssQ0FBQyxFQUFFLFlBQVksSUFBSSxTQUFTO0FBQzdFLFNBQU8sR0FBRyxPQUFPLElBQUksSUFBSSxTQUFTLEtBQUssR0FBRyxVQUFVLEVBQUU7QUFDeEQ7QUFFQSxTQUFTLFNBQVMsTUFBTSxJQUFJO0FBQzFCLFFBQU0sTUFBTUEsTUFBSyxNQUFNLFNBQVNBLE1BQUssTUFBTSxRQUFRLElBQUksR0FBRyxFQUFFO0FBQzVELFNBQU8sSUFBSSxXQUFXLEdBQUcsSUFBSSxNQUFNLEtBQUssR0FBRztBQUM3Qzs7O0FMckM2SixJQUFNRyw0Q0FBMkM7QUFXdk0sSUFBTSxRQUFRQyxlQUFjLElBQUksSUFBSSxhQUFhRCx5Q0FBZSxDQUFDO0FBQ3hFLElBQU0sVUFBVTtBQUdULFNBQVMsYUFBYTtBQUMzQixTQUFPLE9BQU8sRUFBRSxXQUFXLE1BQU0sT0FBTyxLQUFLLENBQUM7QUFDOUMsUUFBTUUsV0FBVSxRQUFRLE9BQU8sRUFBRSxJQUFJLENBQUMsU0FBUyxXQUFXLElBQUksQ0FBQztBQUMvRCxRQUFNLFNBQVMsV0FBVztBQUMxQixRQUFNLFdBQVcsQ0FBQyxHQUFHLGdCQUFnQixHQUFHQSxTQUFRLElBQUksQ0FBQyxFQUFFLFFBQVEsTUFBTSxPQUFPLENBQUM7QUFDN0UsUUFBTUMsU0FBUSxRQUFRLFlBQVksRUFBRSxPQUFPLENBQUMsU0FBUyxTQUFTLFFBQVE7QUFDdEUsYUFBVyxDQUFDLFFBQVEsS0FBSyxLQUFLLFFBQVE7QUFDcEMsVUFBTSxPQUFPQSxPQUFNLEtBQUssQ0FBQyxTQUFTLFdBQVcsY0FBYyxJQUFJLEtBQUs7QUFDcEUsVUFBTSxPQUFPLEtBQUssTUFBTTtBQUN4QixVQUFNLFVBQVUsU0FBUyxTQUFZLE9BQU8sU0FBUyxNQUFNLE1BQU0sUUFBUTtBQUN6RSxVQUFNLE9BQU8sVUFBVSxnQkFBZ0IsYUFBYSxTQUFTLFFBQVEsTUFBTSxDQUFDLENBQUMsQ0FBQztBQUFBLEVBQ2hGO0FBQ0EsYUFBVyxVQUFVRCxTQUFTLE9BQU0sV0FBVyxPQUFPLElBQUksT0FBTyxVQUFVLGdCQUFnQixPQUFPLElBQUksQ0FBQyxDQUFDO0FBQ3hHLFFBQU0sV0FBVyw2RkFBNkY7QUFDOUcsUUFBTSxZQUFZLEtBQUssbUJBQW1CLENBQUM7QUFDM0MsU0FBT0UsTUFBSyxLQUFLLFlBQVksZUFBZSxHQUFHQSxNQUFLLEtBQUssT0FBTyxVQUFVLEdBQUcsRUFBRSxXQUFXLEtBQUssQ0FBQztBQUNoRyxRQUFNLE9BQU8sU0FBUyxPQUFPLENBQUMsRUFBRSxXQUFXLEtBQUssTUFBTSxRQUFRO0FBQzlEO0FBQUEsSUFDRTtBQUFBLElBQ0EsS0FBSyxVQUFVLEtBQUssSUFBSSxDQUFDLEVBQUUsTUFBTSxPQUFPLE9BQU8sT0FBTyxNQUFNLE9BQU8sRUFBRSxNQUFNLE9BQU8sT0FBTyxPQUFPLE1BQU0sRUFBRSxDQUFDO0FBQUEsRUFDM0c7QUFDQSxRQUFNLHFCQUFxQixLQUFLLFVBQVUsUUFBUSxDQUFDO0FBQ25ELFNBQU8sRUFBRSxPQUFBRCxRQUFPLFNBQVNELFNBQVEsSUFBSSxDQUFDLEVBQUUsTUFBTSxNQUFNLE9BQU8sRUFBRSxNQUFNLE1BQU0sRUFBRSxFQUFFO0FBQy9FO0FBR0EsU0FBUyxhQUFhO0FBQ3BCLFFBQU0sU0FBUyxRQUFRLE1BQU0sRUFBRSxJQUFJLENBQUMsU0FBUyxDQUFDLFFBQVEsSUFBSSxPQUFPLEdBQUcsSUFBSSxLQUFLLENBQUM7QUFDOUUsUUFBTSxVQUFVLENBQUMsU0FBUyxXQUFXLEVBQUU7QUFBQSxJQUFRLENBQUMsV0FDOUMsUUFBUSxRQUFRLE1BQU0sRUFBRSxFQUFFLElBQUksQ0FBQyxTQUFTLENBQUMsUUFBUSxNQUFNLElBQUksSUFBSSxPQUFPLEdBQUcsTUFBTSxJQUFJLFNBQVMsV0FBVyxVQUFVLElBQUksS0FBSyxDQUFDO0FBQUEsRUFDN0g7QUFDQSxTQUFPLElBQUksSUFBSSxDQUFDLENBQUMsYUFBYSxVQUFVLEdBQUcsQ0FBQyxtQkFBbUIsa0JBQWtCLEdBQUcsR0FBRyxRQUFRLEdBQUcsT0FBTyxFQUFFLFFBQVEsQ0FBQztBQUN0SDtBQUVBLFNBQVMsV0FBVyxNQUFNO0FBQ3hCLFFBQU0sT0FBTyxLQUFLLEdBQUcsT0FBTyxJQUFJLElBQUksS0FBSztBQUN6QyxRQUFNLEVBQUUsT0FBTyxLQUFLLElBQUlHLGtCQUFpQixJQUFJO0FBQzdDLFFBQU0sVUFBVSxjQUFjLE1BQU0sSUFBSTtBQUN4QyxRQUFNLFNBQVMsU0FBUyxJQUFJO0FBQzVCLFFBQU1DLFFBQU87QUFBQSxJQUNYLEtBQUssTUFBTSxLQUFLO0FBQUEsSUFDaEIsTUFBTTtBQUFBLElBQ047QUFBQSwyQkFBc0MsSUFBSTtBQUFBO0FBQUEsSUFDMUMsU0FBUyw0QkFBNEIsT0FBTyxPQUFPLENBQUM7QUFBQSxJQUNwRCxLQUFLLEtBQUs7QUFBQSxJQUNWLEdBQUksT0FBTyxTQUFTLElBQUksQ0FBQyxtQkFBbUIsT0FBTyxLQUFLLElBQUksQ0FBQyxJQUFJLENBQUM7QUFBQSxJQUNsRTtBQUFBLElBQ0E7QUFBQSxFQUFlLHNCQUFzQixLQUFLLElBQUksRUFBRSxDQUFDLENBQUM7QUFBQSxFQUNwRDtBQUNBLFNBQU8sRUFBRSxNQUFNLE9BQU8sTUFBTSxPQUFPLFNBQVMsTUFBTSxHQUFHQSxNQUFLLEtBQUssTUFBTSxDQUFDO0FBQUEsRUFBSztBQUM3RTtBQUdBLFNBQVMsU0FBUyxNQUFNO0FBQ3RCLFFBQU0sT0FBTyxLQUFLLGlCQUFpQixFQUNoQyxNQUFNLElBQUksRUFDVixPQUFPLENBQUMsU0FBUyxLQUFLLFdBQVcsR0FBRyxDQUFDO0FBQ3hDLFFBQU0sTUFBTSxLQUFLLE9BQU8sQ0FBQyxRQUFRLElBQUksU0FBUyxJQUFJLElBQUksR0FBRyxDQUFDLEVBQUUsSUFBSSxDQUFDLFFBQVEsSUFBSSxJQUFJLE1BQU0sR0FBRyxFQUFFLE1BQU0sQ0FBQyxFQUFFLEtBQUssR0FBRyxDQUFDLEVBQUU7QUFDaEgsUUFBTSxPQUFPLEtBQUssT0FBTyxDQUFDLEdBQUcsVUFBVSxRQUFRLENBQUMsRUFBRSxJQUFJLENBQUMsUUFBUSxJQUFJLElBQUksTUFBTSxHQUFHLEVBQUUsTUFBTSxDQUFDLEVBQUUsS0FBSyxHQUFHLENBQUMsRUFBRTtBQUN0RyxTQUFPLElBQUksU0FBUyxJQUFJLENBQUMsR0FBRyxNQUFNLEdBQUcsR0FBRyxJQUFJLENBQUM7QUFDL0M7QUFHQSxTQUFTLFNBQVMsTUFBTSxNQUFNLFVBQVU7QUFDdEMsUUFBTSxNQUFNLGFBQWEsTUFBTSxJQUFJO0FBQ25DLFdBQVMsS0FBSyxHQUFHLElBQUksSUFBSSxDQUFDLFVBQVUsRUFBRSxHQUFHLE1BQU0sVUFBVSxNQUFNLEVBQUUsQ0FBQztBQUNsRSxNQUFJQSxRQUFPO0FBQ1gsYUFBVyxXQUFXLElBQUksV0FBVyxHQUFHO0FBQ3RDLFVBQU0sT0FBTyxTQUFTLDBCQUEwQixPQUFPLE9BQU8sQ0FBQztBQUMvRCxJQUFBQSxRQUFPLEdBQUdBLE1BQUssTUFBTSxHQUFHLFFBQVEsR0FBRyxDQUFDO0FBQUE7QUFBQSxFQUFPLElBQUksR0FBR0EsTUFBSyxNQUFNLFFBQVEsR0FBRyxDQUFDO0FBQUEsRUFDM0U7QUFDQSxhQUFXLFdBQVcsYUFBYSxJQUFJLEdBQUc7QUFDeEMsVUFBTSxXQUFXLEtBQUssUUFBUSxTQUFTLE9BQU8sQ0FBQyxFQUFFLFlBQVksQ0FBQyxHQUFHLFFBQVEsU0FBUyxNQUFNLENBQUMsQ0FBQztBQUMxRixRQUFJLENBQUNBLE1BQUssU0FBUyxRQUFRLEVBQUcsT0FBTSxJQUFJLE1BQU0sY0FBYyxJQUFJLHFCQUFxQixRQUFRLElBQUkseUJBQXlCO0FBQzFILElBQUFBLFFBQU9BLE1BQUssUUFBUSxVQUFVLE1BQU0sR0FBRyxRQUFRLElBQUksU0FBUywwQkFBMEIsT0FBTyxPQUFPLENBQUMsQ0FBQyxFQUFFO0FBQ3hHLGFBQVMsS0FBSyxFQUFFLEdBQUcsU0FBUyxPQUFPLFFBQVEsVUFBVSxPQUFPLE1BQU0sVUFBVSxNQUFNLENBQUM7QUFBQSxFQUNyRjtBQUNBLFNBQU9BO0FBQ1Q7QUFFQSxTQUFTLFNBQVMsT0FBTyxNQUFNO0FBQzdCLFNBQU8sSUFBSSxLQUFLLGdCQUFnQixJQUFJO0FBQ3RDO0FBR0EsU0FBUyxVQUFVLE1BQU07QUFDdkIsU0FBTyxLQUFLO0FBQUEsSUFDVjtBQUFBLElBQ0EsQ0FBQyxHQUFHLE9BQU8sVUFBVSxNQUFNLE1BQU0sVUFBVTtBQUN6QyxZQUFNLFFBQVEsRUFBRSxRQUFRLE1BQU0sTUFBTSxPQUFPLEdBQUcsSUFBSSxtQkFBbUI7QUFDckUsWUFBTSxVQUFVLFFBQVEsWUFBWSxTQUFTLFNBQVksaUJBQWlCLE1BQU0sSUFBSTtBQUNwRixhQUFPLHdCQUF3QixPQUFPO0FBQUE7QUFBQSxFQUFXLEtBQUssR0FBRyxRQUFRO0FBQUEsSUFDbkU7QUFBQSxFQUNGO0FBQ0Y7QUFFQSxTQUFTLFFBQVEsUUFBUTtBQUN2QixRQUFNLFFBQVFDLGFBQVlILE1BQUssS0FBSyxZQUFZLE1BQU0sQ0FBQyxFQUFFLE9BQU8sQ0FBQyxTQUFTLEtBQUssU0FBUyxLQUFLLENBQUM7QUFDOUYsU0FBTyxNQUFNLElBQUksQ0FBQyxTQUFTLEtBQUssTUFBTSxHQUFHLENBQUMsTUFBTSxNQUFNLENBQUMsRUFBRSxLQUFLO0FBQ2hFO0FBRUEsU0FBUyxLQUFLLE1BQU07QUFDbEIsU0FBT0ksY0FBYUosTUFBSyxLQUFLLFlBQVksSUFBSSxHQUFHLE1BQU07QUFDekQ7QUFFQSxTQUFTLE1BQU0sTUFBTSxNQUFNO0FBQ3pCLFFBQU0sU0FBU0EsTUFBSyxLQUFLLE9BQU8sSUFBSTtBQUNwQyxZQUFVQSxNQUFLLFFBQVEsTUFBTSxHQUFHLEVBQUUsV0FBVyxLQUFLLENBQUM7QUFDbkQsZ0JBQWMsUUFBUSxJQUFJO0FBQzVCOzs7QUR4SEEsSUFBTSxFQUFFLE9BQU8sUUFBUSxJQUFJLFdBQVc7QUFDdEMsSUFBTSxPQUFPLFFBQVEsSUFBSSxhQUFhO0FBQ3RDLElBQU0sT0FBTyxDQUFDLE1BQU0sVUFBVSxFQUFFLE1BQU0sS0FBSztBQUUzQyxJQUFPLGlCQUFRLGFBQWE7QUFBQSxFQUMxQjtBQUFBLEVBQ0EsUUFBUTtBQUFBLEVBQ1IsUUFBUTtBQUFBLEVBQ1IsT0FBTztBQUFBLEVBQ1AsYUFBYTtBQUFBLEVBQ2IsTUFBTTtBQUFBLEVBQ04sTUFBTSxDQUFDLENBQUMsUUFBUSxFQUFFLEtBQUssUUFBUSxNQUFNLGlCQUFpQixNQUFNLEdBQUcsSUFBSSxXQUFXLENBQUMsQ0FBQztBQUFBLEVBQ2hGLFdBQVc7QUFBQSxFQUNYLE1BQU07QUFBQSxJQUNKLFFBQVEsRUFBRSxlQUFlLEtBQUssVUFBVSxHQUFHLElBQUksVUFBVSxRQUFRLElBQUksaUJBQWlCLE9BQU8sRUFBRSxFQUFFO0FBQUEsSUFDakcsV0FBVztBQUFBLElBQ1gsT0FBTyxFQUFFLHVCQUF1QixJQUFLO0FBQUEsRUFDdkM7QUFBQSxFQUNBLFVBQVUsRUFBRSxPQUFPLEVBQUUsT0FBTyxnQkFBZ0IsTUFBTSxjQUFjLEVBQUU7QUFBQSxFQUNsRSxhQUFhO0FBQUEsSUFDWCxRQUFRLEVBQUUsVUFBVSxRQUFRO0FBQUEsSUFDNUIsU0FBUyxDQUFDLEdBQUcsQ0FBQztBQUFBLElBQ2QsS0FBSztBQUFBLE1BQ0gsS0FBSyxTQUFTLFFBQVE7QUFBQSxNQUN0QixLQUFLLFNBQVMsU0FBUztBQUFBLE1BQ3ZCLEtBQUssV0FBVyxXQUFXO0FBQUEsTUFDM0IsRUFBRSxNQUFNLGNBQWMsTUFBTSxjQUFjLFFBQVEsUUFBUTtBQUFBLElBQzVEO0FBQUEsSUFDQSxTQUFTO0FBQUEsTUFDUDtBQUFBLFFBQ0UsTUFBTTtBQUFBLFFBQ04sT0FBTztBQUFBLFVBQ0wsS0FBSyxjQUFjLFFBQVE7QUFBQSxVQUMzQixLQUFLLHFCQUFxQixRQUFRO0FBQUEsVUFDbEMsS0FBSyxhQUFhLFFBQVE7QUFBQSxVQUMxQixLQUFLLG1CQUFtQixVQUFVO0FBQUEsVUFDbEMsS0FBSyxzQkFBc0IsYUFBYTtBQUFBLFVBQ3hDLEtBQUssd0JBQXdCLGNBQWM7QUFBQSxRQUM3QztBQUFBLE1BQ0Y7QUFBQSxNQUNBO0FBQUEsUUFDRSxNQUFNO0FBQUEsUUFDTixPQUFPO0FBQUEsVUFDTCxLQUFLLHFCQUFxQixZQUFZO0FBQUEsVUFDdEMsS0FBSyxZQUFZLGdCQUFnQjtBQUFBLFVBQ2pDLEtBQUssNkJBQTZCLGdCQUFnQjtBQUFBLFFBQ3BEO0FBQUEsTUFDRjtBQUFBLE1BQ0E7QUFBQSxRQUNFLE1BQU07QUFBQSxRQUNOLFdBQVc7QUFBQSxRQUNYLE9BQU8sQ0FBQyxLQUFLLGFBQWEsU0FBUyxHQUFHLEdBQUcsTUFBTSxJQUFJLENBQUMsU0FBUyxLQUFLLE1BQU0sVUFBVSxJQUFJLEVBQUUsQ0FBQyxDQUFDO0FBQUEsTUFDNUY7QUFBQSxNQUNBO0FBQUEsUUFDRSxNQUFNO0FBQUEsUUFDTixXQUFXO0FBQUEsUUFDWCxPQUFPLENBQUMsS0FBSyxlQUFlLFdBQVcsR0FBRyxHQUFHLFFBQVEsSUFBSSxDQUFDLEVBQUUsTUFBTSxNQUFNLE1BQU0sS0FBSyxPQUFPLFlBQVksSUFBSSxFQUFFLENBQUMsQ0FBQztBQUFBLE1BQ2hIO0FBQUEsTUFDQTtBQUFBLFFBQ0UsTUFBTTtBQUFBLFFBQ04sT0FBTztBQUFBLFVBQ0wsS0FBSyxTQUFTLFFBQVE7QUFBQSxVQUN0QixLQUFLLFlBQVksV0FBVztBQUFBLFVBQzVCLEtBQUssTUFBTSxLQUFLO0FBQUEsVUFDaEIsS0FBSyxXQUFXLFVBQVU7QUFBQSxVQUMxQixLQUFLLFdBQVcsVUFBVTtBQUFBLFVBQzFCLEtBQUssbUJBQW1CLGtCQUFrQjtBQUFBLFVBQzFDLEtBQUssVUFBVSxTQUFTO0FBQUEsVUFDeEIsS0FBSyxnQkFBZ0IsV0FBVztBQUFBLFFBQ2xDO0FBQUEsTUFDRjtBQUFBLE1BQ0E7QUFBQSxRQUNFLE1BQU07QUFBQSxRQUNOLE9BQU87QUFBQSxVQUNMLEtBQUssZUFBZSxVQUFVO0FBQUEsVUFDOUIsS0FBSyx1QkFBdUIsV0FBVztBQUFBLFVBQ3ZDLEtBQUssV0FBVyxVQUFVO0FBQUEsVUFDMUIsS0FBSyxnQkFBZ0IsZUFBZTtBQUFBLFVBQ3BDLEtBQUssU0FBUyxRQUFRO0FBQUEsUUFDeEI7QUFBQSxNQUNGO0FBQUEsTUFDQTtBQUFBLFFBQ0UsTUFBTTtBQUFBLFFBQ04sV0FBVztBQUFBLFFBQ1gsT0FBTztBQUFBLFVBQ0wsS0FBSyxnQkFBZ0IsZUFBZTtBQUFBLFVBQ3BDLEtBQUssV0FBVyxVQUFVO0FBQUEsVUFDMUIsS0FBSyxTQUFTLFFBQVE7QUFBQSxVQUN0QixLQUFLLGFBQWEsWUFBWTtBQUFBLFVBQzlCLEtBQUssYUFBYSxhQUFhO0FBQUEsUUFDakM7QUFBQSxNQUNGO0FBQUEsSUFDRjtBQUFBLEVBQ0Y7QUFBQSxFQUNBLGVBQWUsQ0FBQyxTQUFTLEtBQUssUUFBUSxVQUFVO0FBQUEsTUFBZSxVQUFVLElBQUksQ0FBQyxFQUFFO0FBQ2xGLENBQUM7QUFHRCxTQUFTLFVBQVUsTUFBTTtBQUN2QixRQUFNSyxVQUFTLENBQUMsR0FBRyxLQUFLLFNBQVMsK0NBQStDLENBQUMsRUFBRSxJQUFJLENBQUMsQ0FBQyxFQUFFLE1BQU0sTUFBTSxNQUFNO0FBQzdHLFFBQU0sU0FBUyxDQUFDLEdBQUcsSUFBSSxJQUFJQSxPQUFNLENBQUMsRUFBRSxJQUFJLENBQUMsV0FBVyxXQUFXLFdBQVcsUUFBUSxFQUFFLE9BQU8sTUFBTSxFQUFFLE9BQU8sUUFBUSxDQUFDLEdBQUc7QUFDdEgsUUFBTSxRQUFRO0FBQUEsSUFDWjtBQUFBLElBQ0Esd0NBQXdDLE9BQU8sS0FBSyxHQUFHLENBQUM7QUFBQSxJQUN4RDtBQUFBLElBQ0E7QUFBQSxJQUNBO0FBQUEsSUFDQTtBQUFBLElBQ0E7QUFBQSxFQUNGO0FBQ0EsU0FBTyx1REFBdUQsTUFBTSxLQUFLLElBQUksQ0FBQztBQUNoRjsiLAogICJuYW1lcyI6IFsicmVhZGRpclN5bmMiLCAicmVhZEZpbGVTeW5jIiwgInBhdGgiLCAiZmlsZVVSTFRvUGF0aCIsICJyZWFkZGlyU3luYyIsICJyZWFkRmlsZVN5bmMiLCAicGF0aCIsICJwYXJzZSIsICJwYXRoIiwgIlBBQ0tBR0UiLCAic3BsaXRGcm9udE1hdHRlciIsICJwYXJzZSIsICJydWxlcyIsICJwYXRoIiwgInJlYWRkaXJTeW5jIiwgInJlYWRGaWxlU3luYyIsICJzdGF0U3luYyIsICJwYXRoIiwgInBhdGgiLCAicGFnZSIsICJzdGF0U3luYyIsICJfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfaW1wb3J0X21ldGFfdXJsIiwgImZpbGVVUkxUb1BhdGgiLCAicmVjaXBlcyIsICJydWxlcyIsICJwYXRoIiwgInNwbGl0RnJvbnRNYXR0ZXIiLCAicGFnZSIsICJyZWFkZGlyU3luYyIsICJyZWFkRmlsZVN5bmMiLCAiaW5saW5lIl0KfQo=
