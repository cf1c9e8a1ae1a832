import type { Variable } from "@typescript-eslint/scope-manager";
import { isSameOrigin } from "../../modules/index.js";
import { asList, asObject, errorAt } from "../../contracts/index.js";
import { atMost, atMostSuggestion, type Edit, fix, hint } from "../../edits/edit.js";
import { mindComments, statementOf, takeFromHome } from "../../edits/type-declarations.js";
import { localOf } from "../../edits/imports/declaration-changes.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import type { FileView } from "../../semantics/file-view.js";
import { jsDocTags } from "../../semantics/view/jsdoc.js";
import { localNamesOf } from "../../semantics/local-names.js";
import { usesOf } from "../../semantics/origins.js";
import { identifiersIn, type Node } from "../../syntax/nodes.js";
import { contains } from "../../syntax/ranges.js";
import { defineRule, type Finding, type OptionProblem } from "../define-rule.js";
import type { FileNarrowing, RuleNarrowing } from "../narrowing.js";
import { findValueForType } from "../option-facts.js";
import { replacementType, type TypeReplacement } from "../replacement.js";
import {
  type CanonicalType,
  duplicateTypeOption,
  type DuplicateTypeOptions,
  type DuplicateTypeSetting,
  readCanonicalTypes,
  wordsKey,
  areRelated,
  isSameSubject,
  needsOfDuplicates,
} from "./canonical-types.js";
import { type Duplicate, findDuplicates, typeNamed, findNearDuplicates, needsOfNear } from "./duplicates.js";
import { isTelling, describeDifference, differencesOf } from "./shape.js";
import { because, joinReasons, reasonOf, type Why, wordsOf } from "../../reasons/reasons.js";

/** Puts canonical types in the place of duplicates for which a type checker has found that they do. */
const duplicateNarrowing: RuleNarrowing<DuplicateTypeSetting> = {
  isOfTexts: false,
  typeForName: () => undefined,
  open: (file, options) => openNarrowing(file, options),
};

function openNarrowing(file: FileView, options: DuplicateTypeSetting): FileNarrowing {
  let known: readonly Duplicate[] | undefined;
  const duplicateAt = (part: Node): Duplicate | undefined =>
    (known ??= findDuplicates(file, options)).find(({ node }) => node.id === part);
  return {
    retype(name, part) {
      const duplicate = duplicateAt(part);
      if (duplicate) return removal(file, duplicate);
      const type = options.types.find((each) => each.name === name);
      return type ? importFromHome(file, type, part) : hint(because("noSuchType", `the contract has no type ${name}`));
    },
    remove(_, part) {
      const duplicate = duplicateAt(part);
      if (!duplicate) return hint(because("noTypeThere", "no type is declared there"));
      return removal(file, duplicate, { isPassedOn: false });
    },
    wrap: (type) => hint(because("nothingMakes", `nothing makes a ${type} of a text`)),
  };
}

/** Lets an import, or a re-export, of a duplicate take the type from its home under the same name. */
function importFromHome(file: FileView, type: CanonicalType, specifier: Node): Edit {
  const names = file.moduleReferences().flatMap((reference) => reference.names);
  const name = names.find(({ node }) => node === specifier);
  if (!name) return hint(because("noTypeThere", "no name is imported there"));
  const source = localNamesOf(file).importOf(type.ref, true);
  if ("refused" in source) return hint(source.refused);
  const { module, specifier: written, exported } = source;
  const edit = fix([], [{ kind: "move", name, module, specifier: written, exported, local: localOf(name), renamed: [] }]);
  return source.reason === undefined ? edit : atMostSuggestion(edit, source.reason);
}

/** Finds duplicates of types that have a home, and imports the type from its home instead. */
export const noDuplicateType = defineRule<DuplicateTypeOptions, DuplicateTypeSetting>({
  name: "no-duplicate-type",
  docs: { description: "disallow types that repeat one with a home", isRecommended: false, changesTypes: true },
  option: duplicateTypeOption,
  declaredNames: (option) => asList(asObject(option)?.["canonical"]).map((name, index) => ({ path: ["canonical", index], name })),

  compile: (option, setting) => readCanonicalTypes(option, setting),

  problems: (option, setting) => problemsOfCanonical(option, setting),

  needs: (options) => needsOfDuplicates(options),

  replacements: ({ types }) => types.map(({ name }) => name),

  usedNames: ({ canonical }) => canonical ?? [],

  written: ({ canonical }) => canonical,

  *find(file, options) {
    for (const duplicate of findDuplicates(file, options)) {
      const { node, type } = duplicate;
      const isJudged = options.fix !== "suggest" && isForTypeChecker(file, duplicate);
      yield {
        range: node.id.range,
        found: shownAs(file, duplicate),
        problem: problemOf(duplicate),
        replacement: replacementOf(file, options, duplicate),
        edit: atMost(duplicateEdit(file, duplicate), options.fix),
        ...(isJudged && { narrows: { part: node.id.range, type: type.name, declares: node.id.name } }),
      };
    }
    yield* findTypedefs(file, options);
  },

  narrowing: duplicateNarrowing,

  near: {
    needs: (options) => needsOfNear(options),
    find: (file, options) => findNearDuplicates(file, options),
  },
});

function problemOf({ isNamed, isSame, type }: Duplicate): string {
  if (!isNamed) return `is the same type as ${type.name}`;
  return isSame ? "is a second declaration of the same type" : "is a second type of this name";
}

/** The canonical type, with the specifier by which this file would import it. */
function replacementOf(file: FileView, { setting }: DuplicateTypeSetting, { type }: Pick<Duplicate, "type">): TypeReplacement {
  const replacement = replacementType(type.name, setting.context.imports);
  const source = localNamesOf(file).importOf(type.ref, true);
  return "refused" in source ? replacement : { ...replacement, specifier: source.specifier };
}

/** `type UserId = string`, `interface Message`. */
function shownAs(file: FileView, { node }: Duplicate): string {
  if (node.type === "TSInterfaceDeclaration") return `interface ${node.id.name}`;
  if (node.type === "TSEnumDeclaration") return `enum ${node.id.name}`;
  const text = file.textOf(node).replace(/;$/u, "");
  return /[{\n]/u.test(text) ? `type ${node.id.name}` : text.replace(/^declare\s+/u, "");
}

/** Finds canonical names that are not declared, that are no types, or that are listed twice. */
function* problemsOfCanonical(option: DuplicateTypeOptions, setting: RuleSetting): Generator<OptionProblem> {
  // The schema's own problems are reported elsewhere.
  if (!(option.canonical as unknown)) return;
  const { types } = readCanonicalTypes(option, setting);
  for (const [index, name] of option.canonical.entries()) {
    const path = ["canonical", index];
    const type = types.find((each) => each.name === name);
    // A name that imports does not declare is reported elsewhere.
    if (!type) continue;
    const earlier = option.canonical.slice(0, index).find((each) => wordsKey(each) === wordsKey(name));
    if (earlier === name) yield errorAt(path, "contradiction", `${name} is written twice. Leave one.`);
    else if (earlier !== undefined) {
      const message = `${earlier} and ${name} are one name when compared by words, so one of them would never be found. Leave one.`;
      yield errorAt(path, "contradiction", message);
    }
    yield* findValueForType(name, path, setting);
  }
}

/** The edit of a duplicate: a fix if it can't change anything, otherwise a suggestion or a hint with the reason. */
function duplicateEdit(file: FileView, duplicate: Duplicate): Edit {
  const refusal = refusalOf(file, duplicate);
  if (refusal !== undefined) return hint(refusal);
  const doubt = doubtOf(file, duplicate);
  if (doubt === undefined) return removal(file, duplicate);
  const edit = takeFromHome(file, { node: duplicate.node, ref: duplicate.type.ref });
  if (edit.level === "hint") return edit;
  // Doubts about the type come first, then those about its import.
  return {
    ...edit,
    level: "suggestion",
    reason: edit.reason === undefined ? reasonOf(doubt) : joinReasons([doubt, edit.reason]),
  };
}

function removal(file: FileView, { node, type, home }: Duplicate, options?: Parameters<typeof takeFromHome>[2]): Edit {
  return mindComments(file, node, takeFromHome(file, { node, ref: type.ref }, options), home?.module.text);
}

/** Why only a person can remove the declaration. */
function refusalOf(file: FileView, { node, type, home, read }: Duplicate): Why | undefined {
  if (read.isGeneric && !home) return because("generic", "it is generic: compare its type parameters with the home's");
  if (home?.isGeneric && !read.isGeneric) return `${type.name} is generic and this is not`;
  const parts = declarationsOf(file, node);
  if (parts.some((part) => part.type !== node.type || part.type === "TSTypeAliasDeclaration"))
    return `${node.id.name} is more than a type here: what it is besides has to go with it`;
  if (parts.length > 0) return because("otherDeclaration", "it is declared in several parts, which merge");
  const place = placeRefusal(file, node);
  if (place !== undefined) return place;
  if (home && read.builtOn.has(home.identity)) return `it is made from ${type.name}: give it a name of its own`;
  if (node.type !== "TSEnumDeclaration") return undefined;
  if (node.declare) return because("otherDeclaration", "it describes an enum that another script makes");
  return home && !home.isValue ? `it has values at run time, and ${type.name} is only a type` : undefined;
}

/** The name's other declarations. */
function declarationsOf(file: FileView, node: Duplicate["node"]): Node[] {
  const variable = file.findVariable(node.id.name, statementOf(node).parent as Node);
  return (variable?.defs ?? []).map((definition) => definition.node as Node).filter((other) => other !== node);
}

function placeRefusal(file: FileView, node: Node): Why | undefined {
  if (/\.d\.(?:[^.]+\.)?[cm]?ts$/u.test(file.path))
    return because("otherDeclaration", "a declaration file describes code that is not here");
  for (let at = node.parent; at; at = at.parent) {
    if (at.type !== "TSModuleDeclaration") continue;
    return at.kind === "global"
      ? "it is declared for all files, where declarations of one name merge"
      : `it is a member of the namespace ${file.textOf(at.id)}`;
  }
  return undefined;
}

/** What a person has to check before the declaration is removed. */
function doubtOf(file: FileView, { node, type, home, read, isNamed, isSame }: Duplicate): Why | undefined {
  if (!home) return `what ${type.name} is made of can't be read here`;
  if (!isSame) return describeDifference(read.shape, home.shape);
  if (isScript(file)) return "without imports and exports the file may be a script, whose types other files see";
  if (node.type === "TSEnumDeclaration") {
    if (node.const || (home.declaration.type === "TSEnumDeclaration" && home.declaration.const))
      return because("otherDeclaration", "a const enum is written into the code that uses it");
    if (file.modules.loadDistance({ kind: "file", path: home.module.path }, file.path) !== undefined)
      return because("circle", `the module that holds ${type.name} imports this one`);
  }
  if (read.shape.schema !== undefined && read.shape.schema !== home.shape.schema)
    return `the type would no longer follow its ${read.shape.schema.startsWith("typeof ") ? "values" : "schema"}`;
  const helpers = file.modules.hasOption(file.path, "noUnusedLocals") ? usedOnlyBy(file, node) : [];
  if (helpers.length > 0) return `nothing would use ${helpers.join(", ")} any more, which the tsconfig forbids`;
  if (isNamed || isSameSubject(node.id.name, type)) return undefined;
  if (areRelated(node.id.name, type)) return `its name tells it apart from ${type.name}`;
  if (isTelling(home.shape)) return undefined;
  return because("otherDeclaration", "it is called otherwise, so it may be another thing that only looks the same");
}

/** The names of the file's own types that only a declaration uses, or what it uses. */
function usedOnlyBy(file: FileView, node: Duplicate["node"]): readonly string[] {
  const found = new Map<Variable, Node>();
  const collect = (part: Node): void => {
    for (const name of identifiersIn(part)) {
      const variable = file.variableOf(name);
      const declaration = variable?.defs[0]?.node as Node | undefined;
      const isType = declaration?.type === "TSTypeAliasDeclaration" || declaration?.type === "TSInterfaceDeclaration";
      if (!isType || declaration === node || found.has(variable!) || /^Export/u.test(declaration.parent.type)) continue;
      found.set(variable!, declaration);
      collect(declaration);
    }
  };
  collect(node);
  const isGone = (use: Node): boolean => [node, ...found.values()].some(({ range }) => contains(range, use.range));
  for (let size = -1; size !== found.size;) {
    size = found.size;
    for (const variable of found.keys()) if (!usesOf(file, variable).every(isGone)) found.delete(variable);
  }
  return [...found.keys()].map(({ name }) => name);
}

const MODULE_SYNTAX = /^(?:Import|Export|TSImportEquals|TSExport)/u;

/**
 * Whether all that keeps a duplicate from being replaced is whether the two types can stand for each other, which a type checker can
 * say: values that differ, what a type follows, or another name are for a person.
 */
function isForTypeChecker(file: FileView, { node, home, read, isNamed, isSame }: Duplicate): boolean {
  if (!isNamed || isSame || node.type === "TSEnumDeclaration" || isScript(file)) return false;
  if (read.shape.schema !== undefined && read.shape.schema !== home?.shape.schema) return false;
  if (!home) return true;
  if (home.declaration.type === "TSEnumDeclaration") return false;
  const differences = differencesOf(read.shape, home.shape);
  // Types without anything in common are two things that happen to be called alike.
  return !differences || differences.equal.length + differences.different.length > 0;
}

function isScript({ path, program }: FileView): boolean {
  return !/\.[cm]ts$/u.test(path) && !program.body.some((statement) => MODULE_SYNTAX.test(statement.type));
}

/** Finds `@typedef {string} UserId` in JavaScript; one that imports the type from its home is no duplicate. */
function* findTypedefs(file: FileView, options: DuplicateTypeSetting): Generator<Finding> {
  for (const { name, nameAt, type: text } of jsDocTags(file, /@typedef\b/u)) {
    const type = typeNamed(options.types, name);
    if (!type || comesFrom(file, type, text)) continue;
    yield {
      range: [nameAt, nameAt + name.length],
      found: `@typedef ${name}`,
      problem: "is a second type of this name",
      replacement: replacementOf(file, options, { type }),
      edit: hint(adviceFor(file, type)),
    };
  }
}

/** `{import("./shared/types.js").UserId}`, also through a barrel. */
function comesFrom({ modules, path }: FileView, { ref }: CanonicalType, text: string): boolean {
  const found = /\bimport\(\s*["'](?<specifier>[^"']+)["']\s*\)(?:\s*\.\s*(?<name>[\w$]+))?/u.exec(text)?.groups;
  if (!found?.["specifier"]) return false;
  const module = modules.resolve(path, found["specifier"]);
  if (modules.isSameModule(module, ref.module)) return true;
  const source = modules.exportOrigin(module, found["name"] ?? "default");
  return isSameOrigin(source, modules.exportOrigin(ref.module, ref.exported));
}

function adviceFor(file: FileView, { ref }: CanonicalType): string {
  const answer = localNamesOf(file).importOf(ref, true);
  if ("refused" in answer) return wordsOf(answer.refused);
  const name = answer.exported === ref.name ? ref.name : `${answer.exported} as ${ref.name}`;
  const clause = answer.exported === "default" ? ref.name : `{ ${name} }`;
  return `JSDoc takes it by @import ${clause} from "${answer.specifier}"`;
}
