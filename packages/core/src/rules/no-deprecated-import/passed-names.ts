import type { ModuleExport } from "../../modules/index.js";
import type { FileView } from "../../semantics/file-view.js";
import type { ModuleReference } from "../../semantics/module-reference.js";
import { matchModule } from "./module-patterns.js";
import { hitOf, type Entry, type Hit } from "./import-entries.js";

/** Finds the entry that moves the export behind a module's name. */
export type FindHit = (imported: string) => Hit | undefined;

/** Finds hits among the names that a module of the repository re-exports from moved modules; undefined if it can re-export none. */
export function passedNames(file: FileView, entries: readonly Entry[], { specifier }: ModuleReference): FindHit | undefined {
  const { modules, path } = file;
  const module = modules.resolve(path, specifier);
  const concerned = entries.filter(({ passage }) => passage !== undefined && modules.mayPassOn(module, passage));
  if (concerned.length === 0) return undefined;
  return (imported) => {
    if (imported === "*") return undefined;
    const way = modules.exportWay(module, imported);
    for (const step of way.slice(1)) {
      for (const entry of concerned) {
        const taken = entry.names?.has(step.name) ? matchModule(entry.pattern, step.module) : undefined;
        if (!taken) continue;
        const hit = { ...hitOf(entry, taken), name: step.name };
        // Where one of the old and the new module passes the other's export on, the file may have the new export already.
        return way.some((each) => isDestination(file, hit, each)) ? undefined : hit;
      }
    }
    return undefined;
  };
}

function isDestination({ modules }: FileView, { entry, to, name }: Hit, step: ModuleExport): boolean {
  if (to === undefined || step.name !== (entry.option.as ?? name)) return false;
  return modules.isSameModule(step.module, modules.resolveContractModule(to));
}
