import { entryAt, readContractText, type Project, type ServerRequests, type Site } from "@godwit/project/editor";
import type { Location, ReferenceParams } from "vscode-languageserver/node";
import type { ServerState } from "../state.js";

/** All violations of the contract, or of the rule, that a violation or a place in a contract is about. */
export async function references(state: ServerState, { textDocument: { uri }, position }: ReferenceParams): Promise<Location[]> {
  const asked = subjectAt(state, uri, state.offsetAt(uri, position));
  if (!asked) return [];
  const files = await state.scan.filesOf(asked.project);
  return files.flatMap(({ path, text, sites }) =>
    sites.filter((site) => isOf(site, asked.id)).map(({ span }) => state.locationIn(path, text, span)),
  );
}

/** The answer to `_godwit.sites`: all violations of a contract or rule, for an editor that shows a list of its own. */
export async function sitesOf(
  state: ServerState,
  { contract, root }: ServerRequests["_godwit.sites"]["arguments"],
): Promise<ServerRequests["_godwit.sites"]["body"]> {
  const project = state.projectAt(root);
  const files = project ? await state.scan.filesOf(project) : [];
  return files.flatMap(({ path: file, text, sites }) =>
    sites.filter((site) => isOf(site, contract)).map(({ span }) => ({ file, ...state.rangeIn(text, span) })),
  );
}

function isOf({ contract, rule }: Site, id: string): boolean {
  return contract === id || rule === id;
}

/** `ids`, or `ids/no-raw-uuid` where a rule is meant. */
function subjectAt(
  state: ServerState,
  uri: string,
  offset: number,
): { readonly project: Project; readonly id: string } | undefined {
  const contract = state.openContract(uri);
  if (contract) {
    const text = readContractText(contract.document.getText());
    const path = text && entryAt(text, offset)?.path;
    const rule = path?.[0] === "rules" && path.length > 1 ? `/${path[1]!}` : "";
    return { project: contract.project, id: contract.id + rule };
  }
  const findings = state.findingsAt(uri);
  const here = findings?.open.find(({ violation: { range } }) => range[0] <= offset && offset <= range[1]);
  return findings && here && { project: findings.project, id: here.contract.id };
}
