import { writeTree, type TreeContent } from "../support/temporary-tree.js";

/** A contract that replaces random IDs by a function that each repository has somewhere. */
export const ONE_ID = `---
title: One ID generator
owner: "@acme/platform"
why: IDs of one format sort by time.
imports:
  newId: repository
rules:
  no-raw-uuid:
    replace:
      - with: "newId($entity)"
---

# One ID generator

\`\`\`ts before=src/user.ts
import { v4 } from "uuid";
export const userId = v4();
\`\`\`

\`\`\`ts after
import { newId } from "./ids.js";
export const userId = newId("user");
\`\`\`
`;

/** The files of a package of contracts in node_modules. */
export function packageFiles(
  name: string,
  contracts: Readonly<Record<string, string>>,
  { version = "1.2.0", godwit = { contractFormat: 1 } }: { readonly version?: string; readonly godwit?: unknown } = {},
): Readonly<Record<string, TreeContent>> {
  const folder = `node_modules/${name}`;
  return {
    [`${folder}/package.json`]: { name, version, godwit },
    ...Object.fromEntries(Object.entries(contracts).map(([file, text]) => [`${folder}/migrations/${file}`, text])),
  };
}

/** A shop that has its ID function in src/ids.ts, uses uuid, and says this of contracts. */
export function shop(godwit: Readonly<Record<string, unknown>>, files: Readonly<Record<string, TreeContent>> = {}): string {
  return writeTree({
    "package.json": JSON.stringify({ name: "shop", type: "module", godwit }, null, 2),
    "src/ids.ts": "export function newId(entity: string): string {\n  return `${entity}-${Date.now()}`;\n}\n",
    "src/user.ts": 'import { v4 } from "uuid";\n\nexport const userId = v4();\n',
    ...files,
  });
}

/** The same with the package of `ONE_ID`, bound. */
export function boundShop(more: Readonly<Record<string, unknown>> = {}): string {
  return shop(
    { contracts: ["@acme/migrations"], imports: { newId: "./src/ids.ts" }, ...more },
    packageFiles("@acme/migrations", { "one-id.md": ONE_ID }),
  );
}
