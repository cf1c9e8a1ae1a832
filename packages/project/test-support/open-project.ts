import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { SourceSyntaxError, type ParsedSource } from "@godwit/core/modules";
import { parseForESLint } from "@typescript-eslint/parser";
import { analyze } from "@typescript-eslint/scope-manager";
import { Workspace, type Document } from "../src/editor/index.js";

/** Parses as an editor front would; throws `SourceSyntaxError`. */
function parse(file: string, text: string): ParsedSource {
  try {
    const { ast } = parseForESLint(text, { range: true, comment: true, loc: true, ecmaFeatures: { jsx: file.endsWith("x") } });
    return { program: ast, comments: ast.comments ?? [] };
  } catch (error) {
    throw new SourceSyntaxError(String(error), 1, 1);
  }
}

/** A document whose version counts how often it was parsed. */
export interface TestDocument extends Document {
  parses: number;
}

/** A project on disk with a workspace over it. */
export interface TestProject {
  readonly root: string;
  readonly workspace: Workspace;
  readonly logged: string[];
  write(file: string, text: string): void;
  remove(file: string): void;
  document(file: string, text: string): TestDocument;
  /** Has something done once, when the next template or module is parsed. */
  whileParsing(act: () => void): void;
}

/** Writes files into a new folder; `remove(".")` takes it away. */
export function openProject(files: Readonly<Record<string, string>>): TestProject {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-editor-")));
  const logged: string[] = [];
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  for (const [file, text] of Object.entries(files)) write(file, text);
  let act: (() => void) | undefined;
  const parseAfterAct = (...given: Parameters<typeof parse>): ParsedSource => {
    const due = act;
    act = undefined;
    due?.();
    return parse(...given);
  };
  return {
    root,
    workspace: new Workspace({ parse: parseAfterAct, log: (message) => logged.push(message) }),
    whileParsing: (given) => void (act = given),
    logged,
    write,
    remove: (file) => rmSync(path.join(root, file), { recursive: true, force: true }),
    document(file, text) {
      const document: TestDocument = {
        path: path.join(root, file),
        text,
        version: {},
        parses: 0,
        parse() {
          document.parses += 1;
          const { program, comments } = parse(file, text);
          const scopes = analyze(program, { sourceType: "module", lib: [] });
          return { path: document.path, text, program, comments: () => comments, scopes: () => scopes };
        },
      };
      return document;
    },
  };
}
