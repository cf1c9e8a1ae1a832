import type { EditorAction, FixAllAction, SiteAction } from "@godwit/project/editor";

/** The actions that are edits of the file: tsserver has no commands, so an extension adds the others. */
export function editActions(actions: readonly EditorAction[]): readonly (SiteAction | FixAllAction)[] {
  return actions.filter((action) => "edits" in action);
}
