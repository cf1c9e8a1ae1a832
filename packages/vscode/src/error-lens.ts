import { DiagnosticSeverity, extensions, languages, workspace, type TextDocument } from "vscode";

/** What a hint is about: the messages of its line, a line each. */
interface LineOfHint {
  readonly line: number;
  readonly messages: string;
}

/** Tells whether Error Lens writes what a hint is about behind the same line: then the hint would say it twice. */
export function saidByErrorLens(document: TextDocument): (hint: LineOfHint) => boolean {
  // VS Code does not find extensions that are turned off.
  const isInstalled = extensions.getExtension("usernamehw.errorlens") !== undefined;
  if (!isInstalled || !workspace.getConfiguration("errorLens", document).get("enabled", true)) return () => false;
  const said = languages.getDiagnostics(document.uri).filter(({ severity }) => severity !== DiagnosticSeverity.Hint);
  return ({ line, messages }) =>
    said.some(({ range, message }) => range.start.line === line && messages.split("\n").some((each) => message.startsWith(each)));
}
