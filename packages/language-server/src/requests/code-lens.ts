import { printable } from "@godwit/core/contracts";
import { childrenAt, describeLeft, describeMatches, exampleVerdicts, openText, readContractText } from "@godwit/project/editor";
import ts from "typescript";
import type { CodeLens, CodeLensParams } from "vscode-languageserver/node";
import { COMMANDS, SHOW_ALL, type ContractArgument } from "../commands.js";
import type { OpenContract, ServerState } from "../state.js";

/** What is left at the top of a contract, at each rule how many sites it matches, at each example how it does: all as the text is now. */
export function codeLenses(state: ServerState, { textDocument: { uri } }: CodeLensParams): CodeLens[] {
  const contract = state.openContract(uri);
  if (!contract) return [];
  return [...countLenses(state, contract), ...exampleLenses(contract)];
}

/** "passes", or "fails: …"; a click tells the difference. */
function exampleLenses({ project, file }: OpenContract): CodeLens[] {
  return exampleVerdicts(project, file, (path, text) => openText(ts, path, text)).map(({ line, title, failure }) => {
    const start = { line: line - 1, character: 0 };
    const command = failure === undefined ? "" : COMMANDS.showFailure;
    return {
      range: { start, end: start },
      command: { title: printable(title), command, ...(failure !== undefined && { arguments: [failure] }) },
    };
  });
}

/** "12 left, 9 safe · show · fix"; for a planned contract, which fixes nothing, "planned: 12 left, 9 safe · show". */
function countLenses(state: ServerState, { document, project, id }: OpenContract): CodeLens[] {
  const text = readContractText(document.getText());
  const own = project.contracts.find(({ contract }) => contract.id === id);
  // What was never usable finds nothing, whatever is left.
  const whole = own && state.scan.countOf(project, id);
  // Nothing is known yet: the editor asks again once all is counted.
  if (!text || !whole) return [];
  const argument: ContractArgument = { contract: id, root: project.root };
  const top = state.rangeIn(text.text, [0, 0]);
  const isPlanned = own.contract.status === "planned";
  const fix = { title: `fix ${whole.fixable}…`, command: COMMANDS.fixProject, arguments: [argument] };
  const show = { title: "show", command: SHOW_ALL, arguments: [argument] };
  return [
    { range: top, command: { title: `${isPlanned ? "planned: " : ""}${describeLeft(whole)}`, command: "" } },
    // Other editors have no command that shows places; there "find references" does.
    ...(whole.left > 0 && state.settings.commands === "vscode" ? [{ range: top, command: show }] : []),
    ...(whole.fixable > 0 && !isPlanned ? [{ range: top, command: fix }] : []),
    ...childrenAt(text, ["rules"]).map((rule): CodeLens => {
      const { left, files } = state.scan.countOf(project, `${id}/${String(rule.path.at(-1))}`) ?? whole;
      return {
        range: state.rangeIn(text.text, rule.key ?? rule.value),
        command: { title: describeMatches({ sites: left, files }), command: "" },
      };
    }),
  ];
}
