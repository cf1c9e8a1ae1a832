import { Position, Range, Uri, window } from "vscode";
import { toRange } from "../positions.js";
import type { Reports } from "../reports.js";
import type { ContractEntry, Answers } from "../tsserver.js";
import { findActiveFile, type ActiveFile } from "./active-file.js";
import type { ContractClient, ContractReference } from "../contract-client.js";

/** A place in a contract file. */
export interface ContractPlace {
  /** Absolute path. */
  readonly path: string;
  /** From 0. */
  readonly line: number;
}

/** Opens a contract: the given one, else that of the violation at the cursor, else one that the person picks. */
export async function openContract(server: Answers, reports: Reports, given?: ContractPlace): Promise<void> {
  const place = given ?? (await findPlace(server, reports));
  if (!place) return;
  const at = new Position(place.line, 0);
  await window.showTextDocument(Uri.file(place.path), { selection: new Range(at, at) });
}

async function findPlace(server: Answers, reports: Reports): Promise<ContractPlace | undefined> {
  const active = await findActiveFile(reports);
  return active && (placeAtCursor(active) ?? (await pickContract(server, active)));
}

function placeAtCursor({ editor, report }: ActiveFile): ContractPlace | undefined {
  const violation = report.violations.find((each) => toRange(each).intersection(editor.selection));
  const contract = report.contracts.find(({ id }) => id === violation?.contract);
  return violation && contract && { path: contract.path, line: violation.contractLine };
}

async function pickContract(server: Answers, { editor, report }: ActiveFile): Promise<ContractPlace | undefined> {
  const all = (await server.ask("_godwit.contracts", { file: editor.document.uri.fsPath })) ?? [];
  const isHere = ({ id }: ContractEntry): boolean => report.contracts.some((each) => each.id === id);
  const sorted = [...all.filter(isHere), ...all.filter((each) => !isHere(each))];
  const items = sorted.map((each) => ({
    label: each.title,
    description: [each.status, ...(isHere(each) ? ["in this file"] : [])].join(" · "),
    detail: each.id,
    path: each.path,
    line: 0,
  }));
  return window.showQuickPick(items, { title: "Open Contract", matchOnDetail: true });
}

/** The contract whose file is in the active editor; undefined for other files. */
export async function findOpenContract(client: ContractClient): Promise<ContractReference | undefined> {
  const document = window.activeTextEditor?.document;
  if (document?.languageId !== "markdown") return undefined;
  const all = (await client.ask("_godwit.contracts", { file: document.uri.fsPath })) ?? [];
  const own = all.find(({ path }) => Uri.file(path).toString() === document.uri.toString());
  return own && { contract: own.id, root: own.root };
}
