import type { Variable } from "@typescript-eslint/scope-manager";
import type { FileView } from "./file-view.js";
import type { Node } from "../syntax/nodes.js";
import { type ModuleIdentity, oncePer, remember, type SpecifierAnswer } from "../modules/index.js";
import { isDeclaredBefore } from "./effects.js";
import { hoistedFactoryAround } from "../syntax/references.js";
import { importedInPlace } from "../syntax/spellings.js";
import type { ExportRef } from "./module-view.js";
import { asRequired } from "./own-exports.js";
import { closesForbiddenCircle, doubtAboutForm, doubtOfCircle, serverCodeReason } from "./import-circles.js";
import type { ImportNeed } from "./import-requests.js";
import { type ImportedName, loadsForItsValues, type ModuleReference } from "./module-reference.js";
import { isUsedAsGlobal, isWholeOfNode, membersBehindBarrel, otherFormsOf, RUNNERS } from "./origins.js";
import type { Why } from "../reasons/reasons.js";
import { isBuiltin } from "node:module";

/** The export that a contract's `imports` give a name; undefined: the name is none of theirs. */
export type FindExport = (name: string) => ExportRef | undefined;

/** How to write an export at a place: `X`, `ids.X`, `X_1`. `reason`: why a person has to check it. */
export interface NamedExport {
  readonly text: string;
  readonly need?: ImportNeed;
  readonly reason?: Why;
}

/** How a file imports one export; `reason`: a person has to look. */
export type ImportOfExport =
  | { readonly module: ModuleIdentity; readonly specifier: string; readonly exported: string; readonly reason?: Why }
  | { readonly refused: Why };

/** What an import is for. */
export interface SpecifierRequest {
  /** The specifier that it replaces. */
  readonly instead?: string;
  /** The module that has to go. */
  readonly leaves?: ModuleIdentity;
  /** The one export that is wanted. */
  readonly exported?: string | undefined;
  readonly isTypeOnly?: boolean;
  /** Whether `require` loads it, as `createRequire` lets an ES module do. */
  readonly isRequired?: boolean;
  /** Whether what is there becomes no `import`, as a mock does not. */
  readonly keepsForm?: boolean;
}

/** A name under which a file imports an export: how it is written, where the name is not shadowed. */
interface KnownName {
  readonly name: ImportedName;
  readonly local: string;
  readonly variable: Variable;
  readonly text: string;
  readonly need: ImportNeed;
}

const LIFTED = "a mock's factory is lifted above the imports";
const LOADED_BELOW = "the file loads what replaces it only further down";
const SCRIPT = "without imports and exports the file may be a script, which can import nothing";

/** Chooses the local names of the exports that new text uses; every site of a file gets the same names. */
class LocalNames {
  readonly #file: FileView;
  /** The export for which each name is reserved in this file. */
  readonly #reserved = new Map<string, string>();
  readonly #specifiers = new Map<string, SpecifierAnswer>();
  readonly #imports = new Map<ExportRef, ImportOfExport>();
  readonly #typeImports = new Map<ExportRef, ImportOfExport>();
  readonly #known = new Map<ExportRef, readonly KnownName[]>();

  constructor(file: FileView) {
    this.#file = file;
  }

  /** The text that means the export at a node, and the import that it needs; or why it can't be imported. */
  nameFor(ref: ExportRef, at: Node, options: { readonly isTypeOnly?: boolean } = {}): NamedExport | { readonly refused: Why } {
    const named = this.#nameFor(asRequired(this.#file, ref), at, options);
    if ("refused" in named || options.isTypeOnly) return named;
    const hoisted = hoistedFactoryAround(at);
    if (hoisted === "now") return { refused: LIFTED };
    const reason = hoisted === "later" ? LIFTED : this.#circleReason(ref, named, at);
    return reason === undefined ? named : { reason, ...named };
  }

  #circleReason(ref: ExportRef, named: NamedExport, at: Node): Why | undefined {
    const module = named.need?.module ?? ref.module;
    const doubt = serverCodeReason(this.#file, module) ?? doubtOfCircle(this.#file, { module, wanted: ref }, at);
    if (doubt !== undefined) return doubt;
    return closesForbiddenCircle(this.#file, module) ? "its import closes a circle, which the project's lint forbids" : undefined;
  }

  #nameFor(ref: ExportRef, at: Node, options: { readonly isTypeOnly?: boolean }): NamedExport | { readonly refused: Why } {
    const isTypeOnly = options.isTypeOnly ?? false;
    if (ref.module.kind === "file" && ref.module.path === this.#file.path)
      return { refused: "this module holds the replacement itself" };
    const known = this.#knownName(ref, at, isTypeOnly);
    const isNamespace = known?.name.reference.kind === "import" && known.name.imported === "*";
    if (isNamespace && !isTypeOnly && this.#file.modules.hidesExport(this.#file.path, known.need.module, ref.exported))
      return { refused: hiddenText(ref.exported, known.need.specifier) };
    if (known)
      return isTypeOnly || this.#isLoaded(known, at) ? { text: known.text, need: known.need } : { refused: LOADED_BELOW };
    if (isUsedAsGlobal(this.#file, ref)) return { text: ref.exported };
    const answer = this.#importFor(ref, isTypeOnly);
    if ("refused" in answer) return answer;
    if (isTypeOnly && this.#file.layout().declaresGlobals) return { text: importedInPlace(answer, this.#file.layout().quote) };
    const promotes = isTypeOnly ? undefined : this.#typeOnlyName(ref, at);
    const text = promotes?.local?.name ?? this.freeName(ref, at);
    const there = promotes && { ...needOfKnownName(promotes, this.#moduleOf(promotes)), isTypeOnly: false, promotes };
    const need: ImportNeed = there ?? {
      kind: "need",
      module: answer.module,
      specifier: answer.specifier,
      exported: answer.exported,
      local: text,
      isTypeOnly,
    };
    return { text, need, ...(answer.reason !== undefined && { reason: answer.reason }) };
  }

  /** How this file imports the export, found out once for all its sites. */
  #importFor(ref: ExportRef, isTypeOnly: boolean): ImportOfExport {
    const known = isTypeOnly ? this.#typeImports : this.#imports;
    const answer = known.get(ref) ?? this.importOf(ref, isTypeOnly);
    known.set(ref, answer);
    return answer;
  }

  /** How this file imports the export: from its own module, or from what holds it or passes it on. */
  importOf(
    { module, exported }: Pick<ExportRef, "module" | "exported">,
    isTypeOnly = false,
    replaced: Pick<SpecifierRequest, "instead" | "leaves" | "isRequired" | "keepsForm"> = {},
  ): ImportOfExport {
    const answer = this.specifierFor(module, { exported, isTypeOnly, ...replaced });
    if ("refused" in answer) return answer;
    const { modules, path } = this.#file;
    const entry = module.kind === "file" ? modules.resolve(path, answer.specifier) : module;
    const held = { module: entry.kind === "file" ? entry : module, exported: answer.exported ?? exported };
    if (!isTypeOnly && !replaced.isRequired && modules.hidesExport(path, held.module, held.exported))
      return { refused: hiddenText(held.exported, answer.specifier) };
    if (modules.lacksExport(path, held.module, answer.specifier, held.exported))
      return { refused: `"${answer.specifier}" has no export ${held.exported}` };
    const doubt = isTypeOnly || replaced.keepsForm ? undefined : doubtAboutForm(this.#file, held.module, held.exported);
    return { ...answer, ...held, ...(doubt !== undefined && { reason: doubt }) };
  }

  /** How this file writes an import of the module. */
  specifierFor(
    module: ModuleIdentity,
    { instead, leaves, exported, isTypeOnly = false, isRequired = false }: SpecifierRequest = {},
  ): SpecifierAnswer {
    const key = [keyOf(module), instead, leaves && keyOf(leaves), exported, isTypeOnly, isRequired].join("\n");
    let answer = this.#specifiers.get(key);
    if (!answer) {
      const commonJs = isRequired || this.#file.layout().moduleKind === "commonjs";
      const habit = {
        specifiers: this.#shownSpecifiers(commonJs),
        loaded: () => this.#loadedSpecifiers(),
        ...(instead !== undefined && { instead }),
        ...(leaves && { leaves }),
        commonJs,
        isTypeOnly,
      };
      const found = this.#file.modules.specifierFor(this.#file.path, module, habit, exported);
      answer = "refused" in found || found.reason !== undefined || !this.#mayBeScript ? found : { ...found, reason: SCRIPT };
      this.#specifiers.set(key, answer);
    }
    return answer;
  }

  get #mayBeScript(): boolean {
    const { mayBeScript, isUncalledFunction } = this.#file.layout();
    return isUncalledFunction || (mayBeScript && !this.#file.modules.isModule(this.#file.path));
  }

  readonly #shown = new Map<boolean, readonly string[]>();
  /** What the file shows of how it imports: one list for all exports, since answers are kept by it. */
  #shownSpecifiers(commonJs: boolean): readonly string[] {
    // How `require` leaves out an extension says nothing about imports.
    const isShown = ({ kind }: ModuleReference): boolean => commonJs || !kind.startsWith("require");
    return remember(this.#shown, commonJs, () =>
      this.#file
        .moduleReferences()
        .filter(isShown)
        .map(({ specifier }) => specifier),
    );
  }

  #loaded: readonly string[] | undefined;
  #loadedSpecifiers(): readonly string[] {
    return (this.#loaded ??= this.#file
      .moduleReferences()
      .filter(loadsForItsValues)
      .map(({ specifier }) => specifier));
  }

  readonly #expected = new Map<string, { readonly places: Node[]; readonly free: Map<string, boolean> }>();
  /** Tells of a node that new text with some names may replace, so that one local name is free for an export wherever it is used. */
  expect(names: readonly { readonly name: string }[], at: Node, findExport: FindExport): void {
    for (const { name } of names) {
      const ref = findExport(name);
      if (!ref) continue;
      const key = `${keyOf(ref.module)}#${ref.exported}`;
      const { places, free } = remember(this.#expected, key, () => ({ places: [], free: new Map() }));
      places.push(at);
      free.clear();
    }
  }

  /** A name that is free at the top level and at the nodes: the export's own name, with a number if it is taken. */
  freeName(ref: ExportRef, ...places: readonly Node[]): string {
    const key = `${keyOf(ref.module)}#${ref.exported}`;
    const expected = this.#expected.get(key);
    const isFreeAt = (all: readonly Node[], name: string) => !all.some((at) => isShadowed(this.#file, name, at));
    const isFree = (name: string) =>
      isFreeAt(places, name) && (!expected || remember(expected.free, name, () => isFreeAt(expected.places, name)));
    for (const [name, owner] of this.#reserved) if (owner === key && isFree(name)) return name;
    const wanted = ref.local ?? ref.name;
    for (let suffix = 0; ; suffix++) {
      const name = suffix === 0 ? wanted : `${wanted}_${suffix}`;
      const owner = this.#reserved.get(name);
      if (owner !== undefined && owner !== key) continue;
      if (owner === undefined && this.isTaken(name)) continue;
      if (!isFree(name)) continue;
      this.#reserved.set(name, key);
      return name;
    }
  }

  /** Reserves a name for an export although the file declares it; the edits that use it remove that declaration. The result gives it up. */
  reserve(ref: ExportRef, name: string): () => undefined {
    this.#reserved.set(name, `${keyOf(ref.module)}#${ref.exported}`);
    return () => void this.#reserved.delete(name);
  }

  /** Whether the file's top level declares the name, or uses it as a global. */
  isTaken(name: string): boolean {
    if (!this.#file.mayName([name])) return false;
    const { scopes } = this.#file.scopesFor(name);
    // The global scope, a script's own, the module's: the first ones.
    const top = scopes.slice(0, 3).filter((scope) => scope.block.type === "Program");
    return (
      top.some((scope) => !!scope.set.get(name)?.defs.length) ||
      scopes.some(({ references }) =>
        references.some(({ identifier, resolved }) => identifier.name === name && !resolved?.defs.length),
      )
    );
  }

  /** The name under which the file imports the export already. */
  find(ref: ExportRef, at: Node, isTypeOnly: boolean): NamedExport | undefined {
    const known = this.#knownName(ref, at, isTypeOnly);
    return known && { text: known.text, need: known.need };
  }

  #knownName(ref: ExportRef, at: Node, isTypeOnly: boolean): KnownName | undefined {
    return this.#knownNames(ref).find(
      ({ name, local, variable }) => (isTypeOnly || !name.isTypeOnly) && this.#file.findVariable(local, at) === variable,
    );
  }

  #isLoaded({ name, variable }: KnownName, at: Node): boolean {
    const declared = variable.defs[0]?.node.range;
    return name.reference.kind !== "require" || !declared || isDeclaredBefore(this.#file, declared, at);
  }

  /** All names under which the file imports the export, in the order of the text, members of namespaces last. */
  #knownNames(ref: ExportRef): readonly KnownName[] {
    const known = this.#known.get(ref);
    if (known) return known;
    const found: KnownName[] = [];
    for (const reference of this.#file.moduleReferences()) {
      if (reference.kind !== "import" && reference.kind !== "import-equals" && reference.kind !== "require") continue;
      for (const name of reference.names) {
        const local = name.local?.name;
        const text = local === undefined ? undefined : this.#textOf(name, ref);
        // Last, since it needs the file's scopes.
        if (local === undefined || text === undefined || !name.variable || !isTopLevel(name)) continue;
        const need = needOfKnownName(name, this.#file.modules.resolve(this.#file.path, reference.specifier));
        found.push({ name, local, variable: name.variable, text, need });
      }
    }
    // `Form` before `UI.Form`.
    found.sort((a, b) => Number(a.text !== a.local) - Number(b.text !== b.local));
    this.#known.set(ref, found);
    return found;
  }

  #textOf(name: ImportedName, ref: ExportRef): string | undefined {
    const local = name.local?.name as string;
    if (isWholeOfNode(ref.module, ref.exported) && isWholeOfNode(ref.module, name.imported))
      return this.#isSameModule(name, ref) ? local : undefined;
    if (name.imported === "*" && ref.exported !== "*") {
      if (!this.#isSameModule(name, ref)) return undefined;
      return otherFormsOf(this.#file.modules, ref, this.#file.path)?.isModule ? local : `${local}.${ref.exported}`;
    }
    if (name.imported === ref.exported && this.#isSameModule(name, ref)) return local;
    if (name.imported === "default" && this.#isSameModule(name, ref))
      return otherFormsOf(this.#file.modules, ref, this.#file.path)?.isDefault ? local : undefined;
    // Another name for the export is often the old one, which a bridge keeps for those who have not moved yet.
    if (name.imported !== ref.exported && name.imported !== ref.name) return undefined;
    return this.#isReExported(name, ref) ? local : undefined;
  }

  #moduleOf(name: ImportedName): ModuleIdentity {
    return this.#file.modules.resolve(this.#file.path, name.reference.specifier);
  }

  #isSameModule(name: ImportedName, ref: ExportRef): boolean {
    return this.#file.modules.isSameModule(this.#moduleOf(name), ref.module);
  }

  /** Whether the name comes from the same export through a barrel. */
  #isReExported(name: ImportedName, ref: ExportRef): boolean {
    if (name.imported === "*" || ref.exported === "*") return false;
    return membersBehindBarrel(this.#file.modules, this.#moduleOf(name), [name.imported], ref)?.length === 0;
  }

  /** Whether a barrel passes the export on as a value too: `export type { X }` leaves none. */
  #isValueBehind(name: ImportedName, ref: ExportRef): boolean {
    const kind = this.#file.modules.exportOrigin(this.#moduleOf(name), name.imported)?.kind;
    return kind !== "type" && this.#isReExported(name, ref);
  }

  /** A type-only import of the export, which can become a value import. */
  #typeOnlyName(ref: ExportRef, at: Node): ImportedName | undefined {
    for (const reference of this.#file.moduleReferences()) {
      if (reference.kind !== "import") continue;
      const name = reference.names.find(
        (candidate) =>
          candidate.isTypeOnly &&
          candidate.imported === ref.exported &&
          candidate.imported !== "*" &&
          (this.#isSameModule(candidate, ref) || this.#isValueBehind(candidate, ref)),
      );
      if (name?.local && this.#file.findVariable(name.local.name, at) === name.variable) return name;
    }
    return undefined;
  }
}

/** The need of a name that is imported already, so that the import stays. */
function needOfKnownName(name: ImportedName, module: ModuleIdentity): ImportNeed {
  return {
    kind: "need",
    module,
    specifier: name.reference.specifier,
    exported: name.imported,
    local: name.local?.name as string,
    isTypeOnly: name.isTypeOnly,
  };
}

function hiddenText(exported: string, specifier: string): string {
  return `an ES module sees no ${exported} in "${specifier}", which is CommonJS`;
}

function isTopLevel(name: ImportedName): boolean {
  return name.variable?.scope.block.type === "Program";
}

/** Whether a scope between the node and the top level declares the name. */
function isShadowed(file: FileView, name: string, at: Node): boolean {
  const variable = file.findVariable(name, at);
  return !!variable && variable.scope.block.type !== "Program";
}

/** The local names of a file's exports for replacements; all rules share them. */
export const localNamesOf = oncePer((file: FileView) => new LocalNames(file));

/** A string that identifies a module; equal identities give equal strings. */
export function keyOf(module: ModuleIdentity): string {
  if (module.kind === "file") return `file:${module.path}`;
  if (module.kind === "missing") return `missing:${module.stem}`;
  return `package:${module.name}/${module.subpath}`;
}

/** Whether a name means something else than the global at a place, as `Map` does below `import { Map } from "immutable"`. */
export function hidesGlobal(file: FileView, name: string, site: Node): boolean {
  const variable = file.findVariable(name, site);
  if (!variable) return false;
  const declared = variable.defs.filter(({ type }) => type !== ("Type" as string)).map(({ node }) => node as Node);
  if (declared.length === 0 || declared.some(isAmbient)) return false;
  const imported = file.importedName(variable);
  return !imported || !isSameAsGlobal(imported, name);
}

/** `declare const process: …` says what the global is. */
function isAmbient(node: Node): boolean {
  const statement = node.type === "VariableDeclarator" ? node.parent : node;
  return "declare" in statement && statement.declare === true;
}

/** `import crypto from "node:crypto"`, `import { URL } from "url"`: Node's own modules give the same, and test runners. */
function isSameAsGlobal({ imported, reference, isTypeOnly }: ImportedName, name: string): boolean {
  const { specifier } = reference;
  if (isTypeOnly || reference.isTypeOnly || !(isBuiltin(specifier) || RUNNERS.has(specifier))) return false;
  const isWhole = imported === "default" || imported === "*";
  return isWhole ? specifier.replace(/^node:/u, "") === name : imported === name;
}
