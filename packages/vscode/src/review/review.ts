import {
  commands,
  Disposable,
  EventEmitter,
  Range,
  TabInputTextDiff,
  type TextDocument,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCheckboxState,
  TreeItemCollapsibleState,
  type TreeView,
  Uri,
  window,
  workspace,
  WorkspaceEdit,
} from "vscode";
import { count } from "../left.js";
import { toTextEdits } from "../positions.js";
import type { ServerRequests } from "@godwit/project/editor";

const SCHEME = "godwit-review";

/** Shows files as they are and as a fix would leave them, side by side. */
class ReviewedTexts implements Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new EventEmitter<Uri>();
  readonly #registration = workspace.registerTextDocumentContentProvider(SCHEME, {
    onDidChange: this.#changed.event,
    provideTextDocumentContent: (uri) => this.#texts.get(uri.path) ?? "",
  });

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }

  /** Shows a file, at a place of it where one is given. */
  async show(fix: FileFix, place?: Place): Promise<void> {
    const before = Uri.file(fix.file);
    const after = before.with({ scheme: SCHEME });
    this.#texts.set(after.path, textAfter(await workspace.openTextDocument(before), fix));
    this.#changed.fire(after);
    const title = `${workspace.asRelativePath(before)} (fixed)`;
    await commands.executeCommand("vscode.diff", before, after, title, {
      ...{ preview: true, preserveFocus: true },
      ...(place && { selection: lineAfter(fix, place) }),
    });
  }

  async closeAll(): Promise<void> {
    this.#texts.clear();
    const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
    const own = tabs.filter(({ input }) => input instanceof TabInputTextDiff && input.modified.scheme === SCHEME);
    if (own.length > 0) await window.tabGroups.close(own);
  }
}

function textAfter(document: TextDocument, fix: FileFix): string {
  let text = "";
  let at = document.positionAt(0);
  for (const { range, newText } of toTextEdits(fix)) {
    text += document.getText(new Range(at, range.start)) + newText;
    at = range.end;
  }
  return text + document.getText(new Range(at, document.lineAt(document.lineCount - 1).range.end));
}

/** The line of a place once the edits above it are made. */
function lineAfter({ edits }: FileFix, { position: { line } }: Place): Range {
  const above = edits.filter(({ end }) => end.line <= line);
  const added = above.reduce((sum, { start, end, newText }) => sum + newText.split("\n").length - 1 - (end.line - start.line), 0);
  return new Range(line + added, 0, line + added, 0);
}

const VIEW = "godwit.review";

/** What the list shows: units that can be ticked, the files of a unit of several, and places to read in them. */
type Row =
  | { readonly kind: "unit"; readonly unit: Unit }
  | { readonly kind: "file"; readonly fix: FileFix }
  | { readonly kind: "place"; readonly fix: FileFix; readonly place: Place };

/**
 * Shows the fixes of a project before they are applied. What can be ticked is a file, or the files that a fix crosses: VS Code's own
 * preview ticks single edits, and half of a fix does not compile.
 */
export class Review implements TreeDataProvider<Row>, Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: TreeView<Row>;
  readonly #texts = new ReviewedTexts();
  readonly #subscription: Disposable;
  #fixes: Fixes | undefined;
  #findAgain: () => Promise<Fixes | undefined> = () => Promise.resolve(undefined);
  readonly #ticked = new Set<Unit>();

  constructor() {
    this.#view = window.createTreeView<Row>(VIEW, { treeDataProvider: this, manageCheckboxStateManually: true });
    this.#subscription = Disposable.from(
      this.#view,
      this.#texts,
      this.#changed,
      this.#view.onDidChangeCheckboxState(({ items }) => {
        for (const [row, state] of items) if (row.kind === "unit") this.#tick(row.unit, state === TreeItemCheckboxState.Checked);
        this.#tellTicked();
        this.#changed.fire();
      }),
      commands.registerCommand("godwit.applyReview", () => this.#apply()),
      commands.registerCommand("godwit.discardReview", () => this.#close()),
      commands.registerCommand("godwit.showReviewed", (fix: FileFix, place?: Place) => this.#texts.show(fix, place)),
    );
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /** Shows fixes, all of them ticked; `findAgain` finds them as they are when a person applies them. */
  async show(fixes: Fixes, findAgain: () => Promise<Fixes | undefined>): Promise<void> {
    this.#fixes = fixes;
    this.#findAgain = findAgain;
    this.#ticked.clear();
    for (const unit of fixes.units) this.#ticked.add(unit);
    this.#view.title = `Review: ${fixes.title}`;
    this.#tellTicked();
    this.#changed.fire();
    await commands.executeCommand("setContext", "godwit.hasReview", true);
    await commands.executeCommand(`${VIEW}.focus`);
    const [first] = filesOf(fixes.units);
    if (first) await this.#texts.show(first);
  }

  getChildren(row?: Row): Row[] {
    if (row?.kind === "unit")
      return row.unit.length > 1 ? row.unit.map((fix) => ({ kind: "file", fix })) : placeRows(row.unit[0]!);
    if (row?.kind === "file") return placeRows(row.fix);
    if (row || !this.#fixes) return [];
    return this.#fixes.units.map((unit): Row => ({ kind: "unit", unit }));
  }

  getTreeItem(row: Row): TreeItem {
    switch (row.kind) {
      case "unit":
        return this.#unitItem(row.unit);
      case "file":
        return fileItem(row.fix);
      case "place":
        return placeItem(row.fix, row.place);
    }
  }

  /** Says above the list what "Apply" would write. */
  #tellTicked(): void {
    const units = [...this.#ticked];
    this.#view.message = `${count(placesIn(units), "place")} in ${count(filesOf(units).length, "file")}`;
  }

  #unitItem(unit: Unit): TreeItem {
    const [first] = unit;
    const item = unit.length === 1 ? fileItem(first!) : new TreeItem(nameOfUnit(unit));
    if (unit.length > 1) {
      item.description = `${count(unit.length, "file")} together · ${placesIn([unit])}`;
      item.tooltip = "An edit crosses these files, so they are taken or left together.";
      item.collapsibleState = TreeItemCollapsibleState.Expanded;
    }
    item.checkboxState = this.#ticked.has(unit) ? TreeItemCheckboxState.Checked : TreeItemCheckboxState.Unchecked;
    return item;
  }

  #tick(unit: Unit, isTicked: boolean): void {
    if (isTicked) this.#ticked.add(unit);
    else this.#ticked.delete(unit);
  }

  async #apply(): Promise<void> {
    const fixes = this.#fixes;
    if (!fixes) return;
    // A person may have taken their time: what is applied is what is right now, if it is what they saw.
    const now = await this.#findAgain();
    const seen = new Set([...this.#ticked].map(keyOf));
    const same = now?.units.filter((unit) => seen.has(keyOf(unit))) ?? [];
    await this.#close();
    await applyUnits(fixes.title, same);
    const changed = seen.size - same.length;
    if (changed > 0)
      void window.showWarningMessage(`${changed} of the ticked fixes changed meanwhile, and wait for another review.`);
  }

  async #close(): Promise<void> {
    this.#fixes = undefined;
    this.#ticked.clear();
    this.#changed.fire();
    await this.#texts.closeAll();
    await commands.executeCommand("setContext", "godwit.hasReview", false);
    // Else VS Code shows what else is there, such as a new terminal.
    await commands.executeCommand("workbench.action.closePanel");
  }
}

function placeRows(fix: FileFix): Row[] {
  return (fix.places ?? []).map((place): Row => ({ kind: "place", fix, place }));
}

function placeItem(fix: FileFix, place: Place): TreeItem {
  const item = new TreeItem(place.text);
  item.description = `line ${place.position.line + 1}`;
  item.iconPath = new ThemeIcon("eye");
  item.tooltip = "A person should read this place.";
  item.command = { command: "godwit.showReviewed", title: "Show", arguments: [fix, place] };
  return item;
}

/** More names than this nobody reads in one row. */
const MOST_NAMES = 3;

function nameOfUnit(unit: Unit): string {
  const names = unit.map(({ file }) => nameOf(file));
  if (names.length <= MOST_NAMES) return names.join(" + ");
  return `${names.slice(0, MOST_NAMES - 1).join(" + ")} + ${names.length - MOST_NAMES + 1} more`;
}

function fileItem(fix: FileFix): TreeItem {
  const uri = Uri.file(fix.file);
  const item = new TreeItem(nameOf(fix.file));
  const folder = workspace.asRelativePath(uri).split("/").slice(0, -1).join("/");
  item.description = `${folder} · ${fix.count}`;
  item.resourceUri = uri;
  item.iconPath = ThemeIcon.File;
  if (fix.places) item.collapsibleState = TreeItemCollapsibleState.Expanded;
  item.command = { command: "godwit.showReviewed", title: "Show", arguments: [fix] };
  return item;
}

function nameOf(file: string): string {
  return file.split(/[\\/]/).at(-1)!;
}

/** The safe fixes of a contract in the project. */
export type Fixes = ServerRequests["_godwit.projectFixes"]["body"];
/** A file, or the files that a fix crosses: taken or left as a whole. */
export type Unit = Fixes["units"][number];
/** The fixes of one file. */
export type FileFix = Unit[number];

/** A place in a file that a person should read first. */
export type Place = NonNullable<FileFix["places"]>[number];

/** How many places some units fix. */
export function placesIn(units: readonly Unit[]): number {
  return filesOf(units).reduce((sum, each) => sum + each.count, 0);
}

/** The files of some units. */
export function filesOf(units: readonly Unit[]): readonly FileFix[] {
  return units.flat();
}

/** The same for two units if they write the same. */
function keyOf(unit: Unit): string {
  return JSON.stringify(unit);
}

/** Applies fixes and saves the files, as one undo step. */
export async function applyUnits(title: string, units: readonly Unit[]): Promise<void> {
  if (units.length === 0) return;
  const edit = new WorkspaceEdit();
  const files = filesOf(units);
  for (const each of files) edit.set(Uri.file(each.file), toTextEdits(each));
  const isApplied = await workspace.applyEdit(edit, { isRefactoring: true });
  if (!isApplied)
    void window.showWarningMessage(`The fixes of "${title}" were not applied: a file changed meanwhile. Try again.`);
  // VS Code itself saves the files of a refactoring only where there are several.
  if (isApplied && files.length === 1) await (await workspace.openTextDocument(Uri.file(files[0]!.file))).save();
}
