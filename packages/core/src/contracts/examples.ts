import type { Example } from "./contract.js";
import type { LineIndex } from "./line-index.js";
import { leavesRoot } from "./module-path.js";
import { didYouMean } from "./nearest.js";
import type { CodeBlock } from "./markdown/blocks.js";
import type { TextProblem } from "./yaml/yaml-data.js";

const ROLES = ["before", "after", "valid"] as const;
type Role = (typeof ROLES)[number];

const LANGUAGES = /^(?:[cm]?[jt]s|[jt]sx|typescript|javascript|typescriptreact|javascriptreact)$/i;
const CODE_FILE = /\.(?:[cm]?[jt]s|[jt]sx)$/;

interface Fence {
  readonly block: CodeBlock;
  readonly role: Role;
  readonly language: string;
  readonly path?: string;
}

/** Reads the examples among the code blocks of a contract's prose, with their problems. */
export function readExamples(blocks: readonly CodeBlock[], lines: LineIndex): { examples: Example[]; problems: TextProblem[] } {
  const problems: TextProblem[] = [];
  const fences = blocks.flatMap((block) => readFence(block, problems));
  const [first, second] = fences.length === 0 && problems.length === 0 ? blocks.filter(isUnnamedCode) : [];
  if (first && second) problems.push(unnamedPair(first, lines.lineOf(second.offset) - 1));
  const examples = fences.flatMap((fence, index): Example[] => {
    if (fence.role === "after") {
      if (fences[index - 1]?.role !== "before") problems.push(unpairedAfter(fence));
      return [];
    }
    const after = fence.role === "before" && fences[index + 1]?.role === "after" ? fences[index + 1] : undefined;
    return [toExample(fence, after, lines)];
  });
  return { examples, problems };
}

function toExample(fence: Fence, after: Fence | undefined, lines: LineIndex): Example {
  return {
    kind: fence.role === "valid" ? "valid" : after ? "fix" : "report",
    language: fence.language,
    before: fence.block.content,
    ...(after && { after: after.block.content }),
    ...(fence.path !== undefined && { path: fence.path }),
    line: lines.lineOf(fence.block.offset),
  };
}

function isUnnamedCode({ info }: CodeBlock): boolean {
  const [language, ...words] = readInfo(info);
  return LANGUAGES.test(language?.name ?? "") && !words.some(({ name }) => name === "file");
}

/** Two blocks of code and no example: they were meant as one. */
function unnamedPair(first: CodeBlock, line: number): TextProblem {
  return {
    offset: first.fence,
    code: "unnamed-example",
    severity: "warning",
    message: `Nothing tests this contract: no block of code is called an example. Write \`\`\`ts before=src/a.ts here, and \`\`\`ts after in line ${line}; code that only shows something gets another language, such as text.`,
  };
}

function unpairedAfter({ block }: Fence): TextProblem {
  return {
    offset: block.fence,
    code: "unpaired-after",
    severity: "error",
    message: "No `before` fence stands before this `after`: write one, or remove the word after.",
  };
}

function readFence(block: CodeBlock, problems: TextProblem[]): Fence[] {
  const words = readInfo(block.info);
  const report = (severity: "error" | "warning", code: string, message: string) => {
    problems.push({ offset: block.fence, code, severity, message });
  };
  const language = words[0] !== undefined && words[0].value === undefined && !isRole(words[0].name) ? words[0].name : "";
  const role = words.find((word) => isRole(word.name));
  const isCode = LANGUAGES.test(language);
  if (!role) {
    const typo = isCode ? words.slice(1).find((word) => didYouMean(word.name, ROLES) !== "" && word.name.length > 3) : undefined;
    if (typo) report("warning", "unknown-fence", `"${typo.name}" makes this fence no example.${didYouMean(typo.name, ROLES)}`);
    return [];
  }
  if (!isCode) {
    report(
      "warning",
      "example-language",
      `An example begins with its language: write \`\`\`ts ${role.name} for this fence, or remove the word ${role.name}.`,
    );
    return [];
  }
  if (!block.isClosed)
    report("warning", "unclosed-fence", "This fence is never closed: write the line of backticks that ends it.");
  const fault = role.value === undefined ? undefined : findPathFault(role.name as Role, role.value);
  if (fault !== undefined) report("error", "bad-example-path", fault);
  const path = role.value === undefined || role.name === "after" ? {} : { path: role.value.replace(/^(\.\/)+/, "") };
  return [{ block, role: role.name as Role, language, ...path }];
}

function isRole(word: string): boolean {
  return (ROLES as readonly string[]).includes(word);
}

/** The words after a fence: `ts before=src/a.ts title="a b"`. */
function readInfo(info: string): { name: string; value?: string }[] {
  const words = info.match(/[^\s=]+(?:=(?:"[^"]*"|'[^']*'|[^\s]*))?/g) ?? [];
  return words.map((word) => {
    const at = word.indexOf("=");
    if (at < 0) return { name: word };
    return { name: word.slice(0, at), value: word.slice(at + 1).replace(/^(["'])(.*)\1$/, "$2") };
  });
}

function findPathFault(role: Role, path: string): string | undefined {
  if (role === "after") return `\`after\` takes the path of its \`before\`: remove =${path}.`;
  if (path === "") return `Write the path of the file behind ${role}=, such as ${role}=src/a.ts, or ${role} alone.`;
  if (path.includes("\\")) return `Write ${path.replaceAll("\\", "/")} with / instead of \\.`;
  if (path.startsWith("/") || /^[A-Za-z]:/.test(path))
    return `${path} is absolute; write the path from the root, such as ${role}=src/a.ts.`;
  if (leavesRoot(path)) return `${path} is outside the root; write a path below it, such as ${role}=src/a.ts.`;
  if (!CODE_FILE.test(path)) return `${path} is no JavaScript or TypeScript file; write a path such as ${role}=src/a.ts.`;
  return undefined;
}
