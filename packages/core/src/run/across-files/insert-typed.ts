import { composeEdits } from "../../edits/compose.js";
import { type Applicable, type Edit, hint, allOf, fix } from "../../edits/edit.js";
import { FileView } from "../../semantics/file-view.js";
import { type TextEdit } from "../../syntax/ranges.js";
import type { SourceFile } from "../../syntax/source-file.js";
import type { CompiledRule, EngineRule, LackedType } from "../engine.js";
import { innermostNode } from "../../syntax/nodes.js";
import type { ImportNeed } from "../../semantics/import-requests.js";
import { localNamesOf } from "../../semantics/local-names.js";
import type { ExportRef } from "../../semantics/module-view.js";
import { because } from "../../reasons/reasons.js";

/** Code to insert at a place: text, types by their names in the contract's `imports`, and exports as values, as the file names them. */
export interface TypedInsertion {
  readonly at: number;
  readonly parts: readonly (string | { readonly type: string } | { readonly value: LackedType })[];
}

/** What became of the insertions or requests for one file. */
export interface PlannedEdits {
  /** The text changes for those that can be made, with their imports. */
  readonly edits: readonly TextEdit[];
  /** Those that can't be made, by their place in the list. */
  readonly refused: readonly { readonly index: number; readonly reason: string }[];
}

/** Plans insertions that name types of a rule's contract, with the imports that they need, as one change of the file. */
export function insertTyped(source: SourceFile, rule: CompiledRule, insertions: readonly TypedInsertion[]): PlannedEdits {
  const file = new FileView(source, (rule as EngineRule).setting.modules);
  const planned = insertions.map((insertion) => planInsertion(file, rule as EngineRule, insertion));
  const refused = planned.flatMap((edit, index) =>
    edit.level === "fix" ? [] : [{ index, reason: edit.reason?.text ?? "it needs a look" }],
  );
  const met = planned.filter((edit): edit is Applicable => edit.level === "fix");
  return { edits: met.length === 0 ? [] : composeEdits(file, met), refused };
}

function planInsertion(file: FileView, { setting }: EngineRule, { at, parts }: TypedInsertion): Edit {
  const needs: ImportNeed[] = [];
  const texts: string[] = [];
  for (const part of parts) {
    if (typeof part === "string") {
      texts.push(part);
      continue;
    }
    const ref = "type" in part ? setting.findExport(part.type) : toRef(part.value);
    if (!ref)
      return hint(because("noHome", `the contract's imports do not say where ${(part as { type: string }).type} comes from`));
    if (ref.module.kind === "file" && ref.module.path === file.path) {
      texts.push(ref.exported);
      continue;
    }
    // An interface can only be imported as a type, also where a container would read it.
    const isTypeOnly = "type" in part || setting.modules.exportOrigin(ref.module, ref.exported)?.kind === "type";
    const named = localNamesOf(file).nameFor(ref, innermostNode(file.program, [at, at]), { isTypeOnly });
    if ("refused" in named) return hint(named.refused);
    if (named.reason !== undefined) return hint(named.reason);
    if (named.need) needs.push(named.need);
    texts.push(named.text);
  }
  return allOf(fix([{ range: [at, at], parts: texts }], needs));
}

function toRef({ name, exported, module }: LackedType): ExportRef {
  if ("file" in module) return { name, exported, module: { kind: "file", path: module.file } };
  const [, own, subpath = ""] = /^((?:@[^/]+\/)?[^/]+)\/?(.*)$/u.exec(module.package) ?? [];
  return { name, exported, module: { kind: "package", name: own ?? module.package, subpath } };
}
