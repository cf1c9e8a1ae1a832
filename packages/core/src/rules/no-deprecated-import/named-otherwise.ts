import type { TSESTree } from "@typescript-eslint/types";
import { atMost, atMostSuggestion, fix, hint, type Edit } from "../../edits/edit.js";
import type { FileView } from "../../semantics/file-view.js";
import type { ModuleReference } from "../../semantics/module-reference.js";
import { memberName, stringValue, type Node } from "../../syntax/nodes.js";
import { quoted } from "../../syntax/spellings.js";
import type { Finding } from "../define-rule.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import { hitOf, moveOf, problemOf, withDestination, type Entry, type Hit } from "./import-entries.js";
import type { Destination } from "./move-imports.js";
import { because } from "../../reasons/reasons.js";

/** A place that names a module and loads nothing of it: `declare module "…"` and `new URL("…", import.meta.url)`. */
interface Mention {
  readonly reference: ModuleReference;
  /** The names that an augmentation adds to, or adds. */
  readonly declared: readonly TSESTree.Identifier[];
  /** Why the place may not simply name another module; undefined if it may. `names`: what is declared there then. */
  doubtAbout(to: Destination, names: readonly string[]): string | undefined;
}

/** The findings for such places, of entries that move whole modules, or names that an augmentation adds to. */
export function* findNamedOtherwise(file: FileView, setting: RuleSetting, entries: readonly Entry[]): Generator<Finding> {
  for (const mention of [...augmentations(file), ...urls(file)]) {
    const { specifier } = mention.reference;
    for (const entry of entries) {
      const { names } = entry;
      const moved = names && mention.declared.filter(({ name }) => names.has(name));
      if (moved?.length === 0) continue;
      const taken = entry.pattern.match(specifier, () => file.modules.resolve(file.path, specifier));
      if (!taken) continue;
      yield findingFor(file, setting, hitOf(entry, taken), { ...mention, moved });
      break;
    }
  }
}

/** A mention, and the names in it that an entry moves; undefined if the whole module moves. */
interface Moved extends Mention {
  readonly moved: readonly TSESTree.Identifier[] | undefined;
}

function findingFor(file: FileView, setting: RuleSetting, hit: Hit, mention: Moved): Finding {
  const { reference, declared, moved } = mention;
  const { option } = hit.entry;
  const others = moved && declared.find((each) => !moved.includes(each));
  const edit = option.remove
    ? hint(because("inUse", "nothing replaces it, and it is in use"))
    : others
      ? hint(`it adds to ${others.name} as well`)
      : withDestination(file, setting, { hit, reference, exported: [] }, (to) => renamed(file, mention, option.as, to));
  const [first] = moved ?? [];
  return {
    range: first?.range ?? reference.specifierRange,
    found: first?.name ?? `"${reference.specifier}"`,
    problem: problemOf(hit),
    replacement: moveOf(hit, first?.name),
    edit: atMost(edit, option.fix),
  };
}

function renamed(
  file: FileView,
  { reference, declared, moved, doubtAbout }: Moved,
  as: string | undefined,
  to: Destination,
): Edit {
  const quote = file.text[reference.specifierRange[0]] === '"' ? '"' : "'";
  const ids = as === undefined ? [] : (moved ?? []).map(({ range }) => ({ range, parts: [as] }));
  const edit = fix([{ range: reference.specifierRange, parts: [quoted(to.specifier, quote)] }, ...ids], []);
  const doubt = doubtAbout(to, [...new Set(declared.map(({ name }) => (moved && as) ?? name))]);
  return doubt === undefined ? edit : atMostSuggestion(edit, doubt);
}

function augmentations(file: FileView): Mention[] {
  return file.nodes("TSModuleDeclaration", ["module"]).flatMap((node): Mention[] => {
    const specifier = stringValue(node.id);
    if (specifier === undefined) return [];
    return [
      {
        reference: referenceTo(node, node.id, specifier),
        declared: node.body?.type === "TSModuleBlock" ? node.body.body.flatMap((statement) => idOf(statement) ?? []) : [],
        doubtAbout: ({ module }, names) => {
          const isOwn = (name: string): boolean => {
            const origin = file.modules.exportOrigin(module, name);
            return origin !== undefined && origin.kind !== "unknown" && file.modules.isSameModule(origin.module, module);
          };
          const others = names.filter((name) => !isOwn(name));
          if (names.length > 0 && others.length === 0) return undefined;
          // Of a module that only passes a name on nothing is added to.
          return `the new module has to declare what is added to${others.length > 0 ? `: ${others.join(", ")}` : ""}`;
        },
      },
    ];
  });
}

function idOf(statement: Node): TSESTree.Identifier | undefined {
  const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
  const isNamed = declaration && "id" in declaration && declaration.id;
  return isNamed && isNamed.type === "Identifier" ? isNamed : undefined;
}

function urls(file: FileView): Mention[] {
  return file.nodes("NewExpression", ["URL"]).flatMap((node): Mention[] => {
    const [source, base] = node.arguments;
    const specifier = stringValue(source);
    if (specifier === undefined || !/^\.\.?\//u.test(specifier) || !isUrl(node) || !isOwnUrl(base)) return [];
    return [
      {
        reference: referenceTo(node, source!, specifier),
        declared: [],
        doubtAbout: ({ specifier: written }) =>
          written.startsWith(".") ? "a URL names a file on the disk, as it is built" : "a URL can't name a package or an alias",
      },
    ];
  });
}

function isUrl({ callee }: TSESTree.NewExpression): boolean {
  return callee.type === "Identifier" && callee.name === "URL";
}

/** `import.meta.url` */
function isOwnUrl(node: Node | undefined): boolean {
  return node?.type === "MemberExpression" && node.object.type === "MetaProperty" && memberName(node) === "url";
}

function referenceTo(node: Node, source: Node, specifier: string): ModuleReference {
  const kind = node.type === "NewExpression" ? "import-meta-resolve" : "import-type";
  return {
    kind,
    specifier,
    specifierRange: source.range,
    node,
    expression: undefined,
    isTypeOnly: kind === "import-type",
    names: [],
  };
}
