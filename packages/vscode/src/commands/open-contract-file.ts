import { Uri, window } from "vscode";
import type { ContractClient } from "../contract-client.js";
import type { ContractReference } from "../contract-reference.js";

/** The contract whose file is in the active editor; undefined for other files. */
export async function findOpenContract(client: ContractClient): Promise<ContractReference | undefined> {
  const document = window.activeTextEditor?.document;
  if (document?.languageId !== "markdown") return undefined;
  const all = (await client.ask("_godwit.contracts", { file: document.uri.fsPath })) ?? [];
  const own = all.find(({ path }) => Uri.file(path).toString() === document.uri.toString());
  return own && { contract: own.id, root: own.root };
}
