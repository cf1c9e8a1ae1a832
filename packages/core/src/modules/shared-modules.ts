import type { Modules } from "./modules.js";
import { askForAll } from "./recording.js";

/** The same answers for what a contract asks: an answer that its rules keep counts for all files of a recording. */
export function askedByContracts(modules: Modules): Modules {
  const { declarations } = modules;
  const shared = <T>(run: () => T): T => askForAll(undefined, run);
  return {
    ...modules,
    resolve: (from, specifier) => askForAll(from, () => modules.resolve(from, specifier)),
    resolveContractModule: (module) => shared(() => modules.resolveContractModule(module)),
    behindAliases: (module, files) => shared(() => modules.behindAliases(module, files)),
    specifierFor: (from, target, habit, exported) => askForAll(from, () => modules.specifierFor(from, target, habit, exported)),
    exportOrigin: (module, name) => shared(() => modules.exportOrigin(module, name)),
    lacksExport: (from, module, specifier, name) => askForAll(from, () => modules.lacksExport(from, module, specifier, name)),
    exportWay: (module, name) => shared(() => modules.exportWay(module, name)),
    mayPassOn: (module, query) => shared(() => modules.mayPassOn(module, query)),
    mayReceive: (from, text, query) => askForAll(from, () => modules.mayReceive(from, text, query)),
    declarations: {
      findExported: (module, exported) => shared(() => declarations.findExported(module, exported)),
      findNamed: (module, name) => shared(() => declarations.findNamed(module, name)),
    },
    loadDistance: (module, file, without) => shared(() => modules.loadDistance(module, file, without)),
    mentionsExports: (module, file, exported) => shared(() => modules.mentionsExports(module, file, exported)),
    forbidsCircles: (file) => shared(() => modules.forbidsCircles(file)),
    loadsSameCopy: (file, other, name) => shared(() => modules.loadsSameCopy(file, other, name)),
    declaredPackages: (files) => shared(() => modules.declaredPackages(files)),
    tokensFor: (target, from) => askForAll(from, () => modules.tokensFor(target, from)),
    tokensForFolder: (folder) => shared(() => modules.tokensForFolder(folder)),
  };
}
