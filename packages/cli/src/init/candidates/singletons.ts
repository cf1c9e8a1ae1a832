import { contractText, modulePath, type Finds } from "../candidate.js";
import type { FoundProject } from "../found-project.js";

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
