import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseContract } from "@godwit/core/contracts";
import { ruleDescriptions } from "@godwit/core/engine";
import { listNames, readText } from "@godwit/core/disk";

/** A ready contract for a move that many make. */
export interface Recipe {
  readonly name: string;
  readonly title: string;
  readonly text: string;
}

const FOLDER = fileURLToPath(new URL("../recipes", import.meta.url));

/** All recipes by name; each is one contract file in this package's `recipes/`. */
export function listRecipes(): readonly Recipe[] {
  return listNames(FOLDER)
    .filter((file) => file.endsWith(".md"))
    .sort()
    .map((file) => {
      const name = path.basename(file, ".md");
      const text = readText(path.join(FOLDER, file), "contract");
      const { contract } = parseContract(text, { id: name, file }, ruleDescriptions);
      return { name, title: contract?.title ?? name, text };
    });
}
