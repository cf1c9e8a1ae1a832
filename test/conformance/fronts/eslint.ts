import { createRequire } from "node:module";
import path from "node:path";
import { Linter as Linter10 } from "eslint";
import { Linter as Linter9 } from "eslint-v9";
import godwit from "eslint-plugin-godwit";
import { sortReports, type Front, type FrontReport } from "./front.js";

const require = createRequire(import.meta.url);
const modules = path.join(import.meta.dirname, "../../../node_modules");

type Message = Linter10.LintMessage;
/** What ESLint's own `--fix` does with the fixes of one pass; not exported, so loaded by its path. */
interface SourceCodeFixer {
  applyFixes(text: string, messages: readonly Message[]): { output: string };
}

/** ESLint of one major version over `migrations()`. */
function eslintFront(name: string, Linter: typeof Linter10, folder: string): Front {
  const fixer = require(path.join(modules, folder, "lib/linter/source-code-fixer.js")) as SourceCodeFixer;
  return {
    name,
    run(root, files, { types }) {
      const configs = configsFor(root, types);
      const linter = new Linter({ cwd: root, configType: "flat" });
      const verify = (file: string, text: string): Message[] => linter.verify(text, configs, { filename: path.join(root, file) });
      const reports: FrontReport[] = [];
      const problems: string[] = [];
      const fixed: Record<string, string> = {};
      const fixedTwice: Record<string, string> = {};
      for (const [file, text] of Object.entries(files)) {
        const messages = verify(file, text);
        for (const message of messages) {
          if (message.fatal || !message.ruleId || message.messageId !== "violation") problems.push(`${file}: ${message.message}`);
          else reports.push(toReport(file, text, message, fixer));
        }
        fixed[file] = fixer.applyFixes(text, messages).output;
        const again = fixed[file] === text ? messages : verify(file, fixed[file]);
        problems.push(...again.filter(({ fatal }) => fatal).map(({ message }) => `${file} after the fix: ${message}`));
        fixedTwice[file] = fixer.applyFixes(fixed[file], again).output;
      }
      return { reports: sortReports(reports), fixed, fixedTwice, problems };
    },
  };
}

function configsFor(root: string, types: boolean): Linter10.Config[] {
  const typed: Linter10.Config = {
    files: ["**/*.{ts,tsx,mts,cts}"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
  };
  return [{ linterOptions: { reportUnusedDisableDirectives: "off" } }, ...godwit.migrations({ root }), ...(types ? [typed] : [])];
}

function toReport(file: string, text: string, message: Message, fixer: SourceCodeFixer): FrontReport {
  const slash = message.ruleId!.lastIndexOf("/");
  const suggestions = message.suggestions ?? [];
  const carried = suggestions.find(({ messageId }) => messageId === "alone");
  const own = carried?.fix ?? message.fix;
  const apply = (fix: NonNullable<Message["fix"]>): string => fixer.applyFixes(text, [{ ...message, fix }]).output;
  const others = suggestions.filter(({ messageId }) => messageId !== "alone");
  return {
    file,
    contract: message.ruleId!.slice(0, slash),
    rule: message.ruleId!.slice(slash + 1),
    start: `${message.line}:${message.column}`,
    end: `${message.endLine}:${message.endColumn}`,
    message: message.message,
    level: message.fix ? "fix" : others.length > 0 ? "suggestion" : "hint",
    ...(own && { alone: apply(own) }),
    suggestions: others.map(({ desc, fix }) => ({ title: desc, text: apply(fix) })),
  };
}

export const eslint10 = eslintFront("ESLint 10", Linter10, "eslint");
export const eslint9 = eslintFront("ESLint 9.30", Linter9 as unknown as typeof Linter10, "eslint-v9");
