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
  /** Why the place may not simply name another module; undefined if it may. */
  doubtAbout(to: Destination): string | undefined;
}

/** The findings for such places, of entries that move whole modules. */
export function* findNamedOtherwise(file: FileView, setting: RuleSetting, entries: readonly Entry[]): Generator<Finding> {
  const whole = entries.filter(({ names }) => !names);
  if (whole.length === 0) return;
  for (const mention of [...augmentations(file), ...urls(file)]) {
    const { specifier } = mention.reference;
    for (const entry of whole) {
      const taken = entry.pattern.match(specifier, () => file.modules.resolve(file.path, specifier));
      if (!taken) continue;
      yield findingFor(file, setting, hitOf(entry, taken), mention);
      break;
    }
  }
}

function findingFor(file: FileView, setting: RuleSetting, hit: Hit, mention: Mention): Finding {
  const { reference } = mention;
  const { option } = hit.entry;
  const edit = option.remove
    ? hint(because("inUse", "nothing replaces it, and it is in use"))
    : withDestination(file, setting, { hit, reference, exported: [] }, (to) => renamed(file, mention, to));
  return {
    range: reference.specifierRange,
    found: `"${reference.specifier}"`,
    problem: problemOf(hit),
    replacement: moveOf(hit, undefined),
    edit: atMost(edit, option.fix),
  };
}

function renamed(file: FileView, { reference, doubtAbout }: Mention, to: Destination): Edit {
  const quote = file.text[reference.specifierRange[0]] === '"' ? '"' : "'";
  const edit = fix([{ range: reference.specifierRange, parts: [quoted(to.specifier, quote)] }], []);
  const doubt = doubtAbout(to);
  return doubt === undefined ? edit : atMostSuggestion(edit, doubt);
}

function augmentations(file: FileView): Mention[] {
  return file.nodes("TSModuleDeclaration", ["module"]).flatMap((node): Mention[] => {
    const specifier = stringValue(node.id);
    if (specifier === undefined) return [];
    const declared = namesIn(node);
    return [
      {
        reference: referenceTo(node, node.id, specifier),
        doubtAbout: ({ module }) => {
          const isOwn = (name: string): boolean => {
            const origin = file.modules.exportOrigin(module, name);
            return origin !== undefined && origin.kind !== "unknown" && file.modules.isSameModule(origin.module, module);
          };
          const others = declared.filter((name) => !isOwn(name));
          if (declared.length > 0 && others.length === 0) return undefined;
          // Of a module that only passes a name on nothing is added to.
          return `the new module has to declare what is added to${others.length > 0 ? `: ${others.join(", ")}` : ""}`;
        },
      },
    ];
  });
}

/** The names that an augmentation adds to, or adds. */
function namesIn({ body }: TSESTree.TSModuleDeclaration): readonly string[] {
  if (body?.type !== "TSModuleBlock") return [];
  return [...new Set(body.body.flatMap((statement) => nameOf(statement) ?? []))];
}

function nameOf(statement: Node): string | undefined {
  const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
  const isNamed = declaration && "id" in declaration && declaration.id;
  return isNamed && isNamed.type === "Identifier" ? isNamed.name : undefined;
}

function urls(file: FileView): Mention[] {
  return file.nodes("NewExpression", ["URL"]).flatMap((node): Mention[] => {
    const [source, base] = node.arguments;
    const specifier = stringValue(source);
    if (specifier === undefined || !/^\.\.?\//u.test(specifier) || !isUrl(node) || !isOwnUrl(base)) return [];
    return [
      {
        reference: referenceTo(node, source!, specifier),
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
