import { grouped } from "../../terminal.js";
import { contractText, type Draft, type Finds, type FoundProject, importersOnly, modulePath } from "../found-project.js";
import { tooOld } from "../set-up/set-up-part.js";

const ACCESS = /\b([A-Z]\w*)\.getInstance\(\)/g;

/** Looks for the class whose shared instance is asked for most often, and a contract that finds every access to it. */
export function findSingletons({ sources }: FoundProject): Finds {
  const counts = new Map<string, number>();
  for (const { text } of sources) for (const [, name] of text.matchAll(ACCESS)) counts.set(name!, (counts.get(name!) ?? 0) + 1);
  const [most] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  if (!most) return { drafts: [], notes: [] };
  const [name] = most;
  const declaration = new RegExp(`^export (?:default )?(?:abstract )?class ${name}\\b`, "m");
  const homes = sources.filter(({ text }) => declaration.test(text));
  const [home] = homes;
  const isDefault = home && new RegExp(`^export default (?:abstract )?class ${name}\\b`, "m").test(home.text);
  const text = contractText(
    [
      `title: No shared instance of ${name}`,
      "why: What one user, request or test does to the shared instance, all others see.",
      "status: planned # counted, and reported to nobody before `replace` says what to write instead",
      ...(homes.length === 1 ? ["imports:", `  ${name}: ${modulePath(`${home!.file}${isDefault ? "#default" : ""}`)}`] : []),
      "rules:",
      "  no-singleton-access:",
      `    classes: [${name}]`,
    ],
    [
      `# No shared instance of ${name}`,
      "The contract does not say what to write instead. Add that below the classes, and leave out `status`; for example:",
      `\`\`\`yaml\n    replace:\n      - match: ${name}.getInstance()\n        with: new ${name}()\n\`\`\``,
    ],
  );
  return { drafts: [{ id: `no-shared-${kebab(name)}`, found: `accesses to the shared instance of ${name}`, text }], notes: [] };
}

function kebab(name: string): string {
  return name
    .replaceAll(/([a-z\d])([A-Z])|([A-Z])([A-Z][a-z])/g, "$1$3-$2$4")
    .toLowerCase()
    .replaceAll("_", "-");
}

/** Packages of code that runs in a browser, where `node:crypto` is not. */
const BROWSER = ["react", "vue", "svelte", "preact", "solid-js", "@angular/core", "next", "nuxt", "vite", "webpack"];
const SOURCE = /["'](?:uuid|nanoid|ulid|cuid|@paralleldrive\/cuid2|(?:node:)?crypto)["']|\brandomUUID\b/;
const GENERATOR = /^export (?:async )?(?:function|const) ((?:generate|create|new|make|next)\w*(?:Id|ID|Uuid|UUID))\b(.*)$/gm;

/** Looks for random IDs: there is a contract where the project has one generator of its own, or uses uuid's `v4`. */
export function findRandomIds(found: FoundProject): Finds {
  const generators = found.sources.flatMap(({ file, text }) =>
    SOURCE.test(text) && !/\.(?:test|spec)\.|__tests__/.test(file)
      ? [...text.matchAll(GENERATOR)].map(([, name, rest]) => ({ file, name: name!, takesNothing: takesNothing(rest!) }))
      : [],
  );
  const [only, ...others] = generators;
  if (only?.takesNothing && others.length === 0) return { drafts: [ownGenerator(found, only)], notes: [] };
  if (!found.sources.some(({ text }) => /["']uuid["']/.test(text))) return { drafts: [], notes: [] };
  const types = found.isTypeScript && !isForBrowsers(found) ? tooOld(found, "@types/node", "14.17.0") : undefined;
  if (types !== undefined)
    return {
      drafts: [],
      notes: [`uuid's v4 could become Node's randomUUID, which @types/node ${types} does not know: update it to 14.17 or later.`],
    };
  return { drafts: [withoutUuid(found)], notes: [] };
}

function isForBrowsers({ dependencies }: FoundProject): boolean {
  return BROWSER.some((name) => dependencies.has(name));
}

function takesNothing(rest: string): boolean {
  return /^\s*(?:=\s*)?\(\s*\)/.test(rest);
}

function ownGenerator(found: FoundProject, { file, name }: { readonly file: string; readonly name: string }): Draft {
  const text = contractText(
    [
      "title: IDs come from one place",
      "why: The format of an ID can be changed in one place only where one function makes it.",
      "imports:",
      `  ${name}: ${modulePath(file)}`,
      ...importersOnly(found, file),
      "rules:",
      "  no-raw-uuid:",
      "    replace:",
      `      - with: ${name}()`,
      "        fix: suggest # its IDs may have another format, so a person decides",
    ],
    [
      "# IDs come from one place",
      `New IDs come from \`${name}\` in \`${file}\`. Where the format of an ID matters, look at who reads it.`,
    ],
  );
  return { id: "one-id-generator", found: `IDs that do not come from ${name}`, text };
}

function withoutUuid(found: FoundProject): Draft {
  const isBrowser = isForBrowsers(found);
  // Jest finds modules with the prefix since 27.
  const crypto = tooOld(found, "jest", "27.0.0") === undefined ? "node:crypto" : "crypto";
  const replacement = isBrowser ? "crypto.randomUUID()" : "randomUUID()";
  const text = contractText(
    [
      "title: IDs without the package uuid",
      "why: The platform makes them itself, so that there is one dependency less.",
      "imports:",
      "  v4: uuid",
      ...(isBrowser ? [] : [`  randomUUID: ${crypto}`]),
      "rules:",
      "  no-deprecated-call:",
      "    replace:",
      "      - match: v4()",
      `        with: ${replacement}`,
      ...(isBrowser ? ["        fix: suggest # browsers have it on pages that came by https"] : []),
    ],
    ["# IDs without the package uuid", `\`${replacement}\` gives what \`v4()\` gives: a random ID of version 4.`],
  );
  return { id: "no-uuid", found: "calls of uuid's v4", text };
}

const PLAIN = /\b([a-z]\w*Id)\??:\s*string\b/g;
/** Fewer places are no migration. */
const FEWEST = 3;

/** Looks for `userId: string` where the project has a type `UserId`; where it has none, that is said. */
export function findPlainIds(found: FoundProject): Finds {
  const { sources } = found;
  const counts = new Map<string, number>();
  for (const { file, text } of sources) {
    if (!/\.[cm]?tsx?$/.test(file)) continue;
    for (const [, name] of text.matchAll(PLAIN)) counts.set(typeOf(name!), (counts.get(typeOf(name!)) ?? 0) + 1);
  }
  const common = [...counts].filter(([, count]) => count >= FEWEST).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const homes = common.flatMap(([type, count]) => {
    const declaration = new RegExp(`^export type ${type}\\s*=(?!\\s*string\\s*[;\\n])`, "m");
    const declaring = sources.filter(({ text }) => declaration.test(text));
    return declaring.length === 1 ? [{ type, count, file: declaring[0]!.file }] : [];
  });
  const [without] = common.filter(([type]) => !homes.some((home) => home.type === type));
  const notes =
    without === undefined
      ? []
      : [
          `${grouped(without[1])} IDs are plain strings that could be of a type ${without[0]}. The project has none that is more than a string; a contract about them needs it first.`,
        ];
  if (homes.length === 0) return { drafts: [], notes };
  const types = homes.map(({ type }) => type);
  const [files, ...otherFiles] = new Set(homes.map(({ file }) => importersOnly(found, file).join("\n")));
  const text = contractText(
    [
      "title: IDs have types",
      "why: The compiler tells one ID from another only where each has a type.",
      "imports:",
      ...homes.map(({ type, file }) => `  ${type}: ${modulePath(file)}`),
      ...(files && otherFiles.length === 0 ? [files] : []),
      "rules:",
      "  no-string-id:",
      ...types.map((type) => `    - type: ${type}`),
    ],
    ["# IDs have types", `An ID is a ${types.map((type) => `\`${type}\``).join(" or ")}, and no plain \`string\`.`],
  );
  return { drafts: [{ id: "typed-ids", found: `IDs that are plain strings`, text }], notes };
}

function typeOf(name: string): string {
  return name[0]!.toUpperCase() + name.slice(1);
}
