import type { Variable } from "@typescript-eslint/scope-manager";
import type { Modules } from "../modules/index.js";
import { visitorKeys } from "@typescript-eslint/visitor-keys";
import { isNode, type Node, stringValue } from "../syntax/nodes.js";
import type { SourceFile, TypeInformation } from "../syntax/source-file.js";
import { readDirectives, type Directives } from "./directives.js";
import { readLayout, type Layout } from "./view/layout.js";
import { findModuleReferences } from "./view/module-references.js";
import type { ImportedName, ModuleReference } from "./module-reference.js";
import { ScopedFile } from "./view/scoped-file.js";

/** One file as the rules see it: its tree, scopes and module references, in the repository that `modules` knows. */
export class FileView extends ScopedFile {
  readonly modules: Modules;
  readonly types: TypeInformation | undefined;
  #directives: Directives | undefined;
  #layout: Layout | undefined;
  #moduleReferences: readonly ModuleReference[] | undefined;
  #importedNames: ReadonlyMap<string, readonly ImportedName[]> | undefined;
  #referenceAt: ReadonlyMap<Node, ModuleReference> | undefined;

  constructor(source: SourceFile, modules: Modules) {
    super(source);
    this.types = source.types;
    this.modules = modules;
  }

  directives(): Directives {
    return (this.#directives ??= readDirectives(this));
  }

  layout(): Layout {
    return (this.#layout ??= readLayout(this, this.moduleReferences(), (path) => this.modules.quotesAround(path)));
  }

  moduleReferences(): readonly ModuleReference[] {
    return (this.#moduleReferences ??= findModuleReferences(this));
  }

  /** The imported name that declares a variable. */
  importedName(variable: Variable): ImportedName | undefined {
    this.#importedNames ??= byLocalName(this.moduleReferences());
    // Of other names it is not asked which variables they are.
    return this.#importedNames.get(variable.name)?.find((name) => name.variable === variable);
  }

  /** The module reference that the node is: a `require("…")`, an `import("…")`, or an awaited import. */
  moduleReferenceAt(node: Node): ModuleReference | undefined {
    this.#referenceAt ??= new Map(
      this.moduleReferences().flatMap((reference) => (reference.expression ? [[reference.expression, reference] as const] : [])),
    );
    return this.#referenceAt.get(node);
  }
}

function byLocalName(references: readonly ModuleReference[]): ReadonlyMap<string, readonly ImportedName[]> {
  const named = new Map<string, ImportedName[]>();
  for (const name of references.flatMap(({ names }) => names)) {
    const local = name.local?.name;
    if (local !== undefined) named.set(local, [...(named.get(local) ?? []), name]);
  }
  return named;
}

/** Whether two expressions are the same code, apart from layout and quotes. */
export function isSameCode(file: FileView, a: Node, b: Node): boolean {
  const text = stringValue(a);
  if (text !== undefined) return stringValue(b) === text;
  if (a.type !== b.type || OWN.some((key) => key in a && (a as Indexed)[key] !== (b as Indexed)[key])) return false;
  const keys = visitorKeys[a.type] ?? [];
  if (keys.length === 0) return file.textOf(a) === file.textOf(b);
  return keys.every((key) => {
    const [left, right] = [nodesOf((a as Indexed)[key]), nodesOf((b as Indexed)[key])];
    return left.length === right.length && left.every((node, index) => isSameCode(file, node, right[index] as Node));
  });
}

type Indexed = Node & Readonly<Record<string, unknown>>;

/** The properties of nodes that matter beside their children. */
const OWN = ["name", "operator", "prefix", "computed", "optional", "async", "generator", "kind"] as const;

function nodesOf(child: unknown): readonly Node[] {
  return (Array.isArray(child) ? (child as unknown[]) : [child]).filter(isNode);
}
