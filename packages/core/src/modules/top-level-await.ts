import { dirname } from "node:path";
import type { Packages } from "./packages.js";
import type { Projects } from "./projects.js";

/** The values of `module` with which TypeScript takes `await` at the top level of a module, by its error 1378. */
const WAITING = /^(?:es2022|esnext|system|preserve|node16|node18|node20|nodenext)$/u;
/** Those with which a package.json tells which files are ES modules. */
const OF_NODE = /^node(?:16|18|20|next)$/u;
/** The targets in which there is no `await`. */
const EARLY = /^es(?:3|5|6|2015|2016)$/u;

/** Whether the tsconfig of a TypeScript file (an absolute path) lets it wait at its top level; what it does not say is no objection. */
export function createTopLevelAwait(packages: Packages, projects: Projects): (path: string) => boolean {
  return (path) => {
    const options = /\.[mc]?tsx?$/u.test(path) ? projects.projectOf(path)?.options : undefined;
    const optionOf = (name: string): string | undefined => {
      const value = options?.[name];
      return typeof value === "string" ? value.toLowerCase() : undefined;
    };
    const [module, target] = [optionOf("module"), optionOf("target")];
    if (target !== undefined && EARLY.test(target)) return false;
    if (module === undefined) return true;
    if (!WAITING.test(module)) return false;
    return !OF_NODE.test(module) || path.endsWith(".mts") || packages.nearest(dirname(path))?.json["type"] === "module";
  };
}
