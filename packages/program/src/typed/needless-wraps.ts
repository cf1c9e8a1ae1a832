import type ts from "typescript";
import type { TypeChecker } from "../type-checker.js";
import { editedTexts, nameSites, plainTexts, type Wrapped, type WaveState } from "./judge-state.js";
import { ProgramView } from "./program-view.js";
import { WantedTypes } from "./wanted-types.js";
import type { WaveHost } from "./wave-host.js";

/**
 * The wraps whose value has the type by itself, or can't be found: asked for in a state with them, which is there, they cost no state of
 * their own.
 */
export function findNeedlessWraps(
  checker: TypeChecker,
  state: WaveState,
  host: WaveHost,
  configs: Iterable<string>,
): ReadonlySet<string> {
  const texts = editedTexts(state, host);
  const needless = new Set<string>();
  for (const config of configs)
    checker.glance(plainTexts(texts), { config, files: new Set() }, (project) => {
      const view = new ProgramView(project, texts);
      const types = new WantedTypes(view, nameSites(view, state, project).names);
      const isOf = (value: ts.Type, { type, held }: Wrapped): boolean => {
        const own = held.isList ? types.elementOf(value) : value;
        return own !== undefined && types.nameOf(own) === type;
      };
      for (const [key, wrap] of state.wraps) {
        const source = project.sourceOf(wrap.file);
        const value = source && wrappedIn(view, source, { wrap, text: host.read(wrap.file)?.slice(...wrap.range) });
        if (source && (!value || isOf(view.checker.getTypeAtLocation(value), wrap))) needless.add(key);
      }
    });
  return needless;
}

/** The value inside of a wrap, which is written as it was. */
function wrappedIn(
  view: ProgramView,
  source: ts.SourceFile,
  { wrap, text }: { readonly wrap: Wrapped; readonly text: string | undefined },
): ts.Node | undefined {
  const [start = 0, end = 0] = wrap.range.map((place) => view.editedOf(wrap.file)?.toNew(place));
  // A member by its name alone is written with its name before it, and what may be nothing is compared first.
  const at = text === undefined ? -1 : source.text.slice(0, end).lastIndexOf(text);
  return at < start ? undefined : view.nodeAt(source, at, (node) => view.ts.isExpression(node) && node.getText(source) === text);
}
