import path from "node:path";
import { ProgressLocation, window, workspace, type TextDocument } from "vscode";
import type { ServerRequests } from "@godwit/project/editor";
import type { ContractClient, AcrossFilesAsked } from "./contract-client.js";
import { count } from "./left.js";
import type { Review } from "./review/review.js";

/** What runs of this session have found in a root. */
export type KnownAcrossFiles = ServerRequests["_godwit.knownAcrossFiles"]["body"];
/** A function where the way up to a value stops. */
export type RootEntry = KnownAcrossFiles["roots"][number];

type Entry = ServerRequests["_godwit.acrossFiles"]["body"];

const SAVE = "Save and Go On";
/** The button that lists roots. */
const SHOW_ROOTS = "Show Roots";

/** Edits across files: asked for, reviewed, and what is known of them. */
export class AcrossFiles {
  readonly #client: ContractClient;
  readonly #review: Review;
  /** The roots in which something was asked for; in others there is nothing to know. */
  readonly #asked = new Set<string>();

  constructor(client: ContractClient, review: Review) {
    this.#client = client;
    this.#review = review;
  }

  /** What runs of this session have found in a root, as far as it still holds; undefined if there was none. */
  async known(root: string): Promise<KnownAcrossFiles | undefined> {
    return this.#asked.has(root) ? this.#client.ask("_godwit.knownAcrossFiles", { root }) : undefined;
  }

  /** Runs the project's own godwit, and shows what it would write; returns what a person chose then. */
  async edit(asked: AcrossFilesAsked): Promise<"show-roots" | undefined> {
    if (!(await saveBelow(asked.root))) return undefined;
    this.#asked.add(asked.root);
    const found = await this.#find(asked);
    if (!found) return undefined;
    if (found.problem !== undefined) {
      void window.showWarningMessage(found.problem);
      return undefined;
    }
    if (found.units.length > 0)
      await this.#review.show(found, () => this.#client.ask("_godwit.acrossFiles", { ...asked, isAgain: true }));
    const buttons = found.roots.length > 0 ? [SHOW_ROOTS] : [];
    const nothing = found.units.length > 0 ? "" : "Nothing to write. ";
    return (await window.showInformationMessage(`${nothing}${found.told}`, ...buttons)) === SHOW_ROOTS ? "show-roots" : undefined;
  }

  /** Undefined if a person has cancelled it, or the server can't answer. */
  #find(asked: AcrossFilesAsked): Thenable<Entry | undefined> {
    const title = `godwit: ${asked.subject.name} across files`;
    const options = { location: ProgressLocation.Notification, title, cancellable: true };
    return window.withProgress(options, async (progress, token) => {
      progress.report({ message: "the whole program is checked…" });
      const found = await this.#client.ask("_godwit.acrossFiles", asked, token);
      return token.isCancellationRequested ? undefined : found;
    });
  }
}

/** Saves what is not saved below a folder, if a person wants that: the run reads the disk. False if not. */
async function saveBelow(root: string): Promise<boolean> {
  const isBelow = ({ isDirty, uri }: TextDocument): boolean =>
    isDirty && uri.scheme === "file" && uri.fsPath.startsWith(root + path.sep);
  const unsaved = workspace.textDocuments.filter(isBelow);
  if (unsaved.length === 0) return true;
  const question = `${count(unsaved.length, "file")} ${unsaved.length === 1 ? "is" : "are"} not saved, and godwit reads what is on the disk.`;
  if ((await window.showWarningMessage(question, SAVE)) !== SAVE) return false;
  const saved = await Promise.all(unsaved.map((document) => document.save()));
  return saved.every(Boolean);
}
