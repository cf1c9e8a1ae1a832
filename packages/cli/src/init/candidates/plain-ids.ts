import { contractText, modulePath, type Finds } from "../candidate.js";
import type { FoundProject } from "../found-project.js";

const PLAIN = /\b([a-z]\w*Id)\??:\s*string\b/g;
/** Fewer places are no migration. */
const FEWEST = 3;

/** Looks for `userId: string` where the project has a type `UserId`; where it has none, that is said. */
export function findPlainIds({ sources }: FoundProject): Finds {
  const counts = new Map<string, number>();
  for (const { file, text } of sources) {
    if (!/\.[cm]?tsx?$/.test(file)) continue;
    for (const [, name] of text.matchAll(PLAIN)) counts.set(typeOf(name!), (counts.get(typeOf(name!)) ?? 0) + 1);
  }
  const common = [...counts].filter(([, count]) => count >= FEWEST).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const homes = common.flatMap(([type, count]) => {
    const declaration = new RegExp(`^export type ${type}\\s*=(?!\\s*string\\s*[;\\n])`, "m");
    const found = sources.filter(({ text }) => declaration.test(text));
    return found.length === 1 ? [{ type, count, file: found[0]!.file }] : [];
  });
  const [without] = common.filter(([type]) => !homes.some((home) => home.type === type));
  const notes =
    without === undefined
      ? []
      : [
          `${without[1].toLocaleString("en-US")} IDs are plain strings that could be of a type ${without[0]}, which is not there. A contract about them needs it first.`,
        ];
  if (homes.length === 0) return { drafts: [], notes };
  const types = homes.map(({ type }) => type);
  const text = contractText(
    [
      "title: IDs have types",
      "why: The compiler tells one ID from another only where each has a type.",
      "imports:",
      ...homes.map(({ type, file }) => `  ${type}: ${modulePath(file)}`),
      "rules:",
      "  no-string-id:",
      ...types.map((type) => `    - type: ${type}`),
    ],
    ["# IDs have types", `An ID is a ${types.map((type) => `\`${type}\``).join(", ")}, and no plain \`string\`.`],
  );
  return { drafts: [{ id: "typed-ids", found: `IDs that are plain strings`, text }], notes };
}

function typeOf(name: string): string {
  return name[0]!.toUpperCase() + name.slice(1);
}
