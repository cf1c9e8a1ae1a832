import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseContract } from "@godwit/core/contracts";
import { findText, listNames, readText } from "@godwit/core/disk";
import { ruleDescriptions } from "@godwit/core/engine";
import { didYouMean, UsageError } from "./failure.js";

/** A ready contract for a move that many make. */
export interface Recipe {
  readonly name: string;
  readonly title: string;
  readonly text: string;
}

/** Beside `src` and `dist`: a bundle's chunks are directly in `dist`, so this file has to stay directly in `src`. */
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

/** The text of the recipe of a name, if there is one. */
export function findRecipe(name: string): string | undefined {
  return /^[a-z0-9-]+$/.test(name) ? findText(path.join(FOLDER, `${name}.md`), "contract") : undefined;
}

/** The recipe of a name; throws a `UsageError` with the nearest one. */
export function recipeNamed(name: string): Recipe {
  const recipes = listRecipes();
  const found = recipes.find((each) => each.name === name);
  if (found) return found;
  const names = recipes.map((each) => each.name);
  throw new UsageError(`There is no recipe ${name}. ${didYouMean(name, names)}`);
}
