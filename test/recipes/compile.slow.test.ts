import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseContract } from "@godwit/core/contracts";
import { ruleDescriptions } from "@godwit/core/engine";
import { expect, test } from "vitest";
import { npm } from "../packed/consumer.js";
import { REPOSITORY } from "../support/copy-repository.js";
import { writeTree } from "../support/temporary-tree.js";

const RECIPES = path.join(REPOSITORY, "packages/cli/recipes");

/** The real packages that new code of recipes uses, in the versions that recipes are for. */
const PACKAGES = {
  ...{ typescript: "~5.9.0", "@types/node": "^20.0.0", react: "^19.0.0", "@types/react": "^19.0.0", "react-dom": "^19.0.0" },
  ...{ "@mui/material": "^7.0.0", "@emotion/react": "^11.0.0", "@emotion/styled": "^11.0.0", "styled-components": "^6.0.0" },
  ...{ "@testing-library/react": "^16.0.0", "@testing-library/dom": "^10.0.0", "@nestjs/common": "^11.0.0", rxjs: "^7.0.0" },
  ...{ "reflect-metadata": "^0.2.0", next: "^15.0.0", "next-auth": "5.0.0-beta.32" },
  ...{ "date-fns": "^4.0.0", dayjs: "^1.0.0", "es-toolkit": "^1.0.0", express: "^5.0.0", "@types/express": "^5.0.0" },
  ...{ immer: "^11.0.0", zustand: "^5.0.0", typeorm: "^1.0.0", uuid: "^11.0.0", vitest: "^4.0.0", zod: "^4.0.0" },
};

/** Prisma's client is generated for a schema: what stands in for it has what the recipe's examples use. */
const PRISMA_CLIENT =
  'declare module "@prisma/client" {\n  export class PrismaClient {\n    readonly user: { count(): Promise<number> };\n  }\n}\n';

/** What recipes leave alone, what they write, and the modules that they show for it. */
function codeOf(recipe: string): Record<string, string> {
  const text = readFileSync(path.join(RECIPES, `${recipe}.md`), "utf8");
  const { contract } = parseContract(text, { id: recipe, file: `migrations/${recipe}.md` }, ruleDescriptions);
  const shown = [...text.matchAll(/^```ts file=(\S+)\n(.*?)^```$/gms)].map(([, file, module]) => [file!, module!] as const);
  const examples = contract!.examples.flatMap(({ path: file, kind, before, after }) =>
    kind === "report" ? [] : [[file!, kind === "fix" ? after! : before] as const],
  );
  return Object.fromEntries([...shown, ...examples].map(([file, code]) => [`${recipe}/${file}`, code]));
}

test("what recipes write, and what they leave alone, compiles against the real packages", async () => {
  const recipes = readdirSync(RECIPES).map((file) => path.basename(file, ".md"));
  const code = Object.assign({}, ...recipes.map(codeOf)) as Record<string, string>;
  for (const recipe of recipes)
    expect(
      Object.keys(code).some((file) => file.startsWith(`${recipe}/`)),
      recipe,
    ).toBe(true);
  const root = writeTree({
    ...code,
    "prisma-client.d.ts": PRISMA_CLIENT,
    "package.json": { name: "recipes", private: true, type: "module", devDependencies: PACKAGES },
    "tsconfig.json": {
      compilerOptions: {
        ...{ target: "es2023", lib: ["es2023", "dom"], module: "preserve", jsx: "react-jsx", strict: true, noEmit: true },
        ...{ types: ["node"], skipLibCheck: true, allowImportingTsExtensions: true },
      },
      include: ["*/src", "prisma-client.d.ts"],
    },
  });
  await npm(root, "install", "--ignore-scripts", "--legacy-peer-deps");
  const { stdout } = spawnSync(process.execPath, ["node_modules/typescript/bin/tsc", "--pretty", "false"], {
    cwd: root,
    encoding: "utf8",
  });
  expect(stdout).toBe("");
});
