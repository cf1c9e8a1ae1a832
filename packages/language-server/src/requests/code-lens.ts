import { childrenAt, readContractText, type ContractCount } from "@godwit/editor";
import type { CodeLens, CodeLensParams } from "vscode-languageserver/node";
import { COMMANDS, type ContractArgument } from "../commands.js";
import type { ServerState } from "../state.js";

/** "12 left, 9 safe · fix" at the top of a contract, and at each rule how many sites it matches, as the text is now. */
export function codeLenses(state: ServerState, { textDocument: { uri } }: CodeLensParams): CodeLens[] {
  const contract = state.openContract(uri);
  const text = contract && readContractText(contract.document.getText());
  if (!contract || !text) return [];
  const { project, id } = contract;
  const whole = state.scan.countOf(project, id);
  // Nothing is known yet: the editor asks again once all is counted.
  if (!whole) return [];
  const argument: ContractArgument = { contract: id, root: project.root };
  const top = state.rangeIn(text.text, [0, 0]);
  const fix = { title: `fix ${whole.fixable}…`, command: COMMANDS.fixProject, arguments: [argument] };
  return [
    { range: top, command: { title: `${whole.left} left, ${whole.fixable} safe`, command: "" } },
    ...(whole.fixable > 0 ? [{ range: top, command: fix }] : []),
    ...childrenAt(text, ["rules"]).map((rule): CodeLens => {
      const count = state.scan.countOf(project, `${id}/${String(rule.path.at(-1))}`);
      return {
        range: state.rangeIn(text.text, rule.key ?? rule.value),
        command: { title: describeCount(count ?? whole), command: "" },
      };
    }),
  ];
}

function describeCount({ left, files }: ContractCount): string {
  const sites = `matches ${left} site${left === 1 ? "" : "s"}`;
  return files === 0 ? sites : `${sites} in ${files} file${files === 1 ? "" : "s"}`;
}
