import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse, stringify } from "yaml";
import { REPOSITORY } from "../../scripts/packages.mjs";

const EXAMPLE = path.join(REPOSITORY, "examples/chat-platform");
const TYPESCRIPT = /\.(ts|tsx|mts|cts)$/;
const DECLARATION = /\.d\.\w*ts$/;

const PARSE_ONLY = `import parser from "@typescript-eslint/parser";
export default [{ files: ["**/*.{ts,tsx,mts,cts}"], languageOptions: { parser } }`;

const CONFIGS = {
  "parse.config.js": `${PARSE_ONLY}];`,
  "one-rule.config.js": `const plugin = { rules: { nothing: { create: () => ({}) } } };
${PARSE_ONLY}, { plugins: { plugin }, rules: { "plugin/nothing": "error" } }];`,
  "godwit.config.js": `import godwit from "eslint-plugin-godwit";\n${PARSE_ONLY}, ...godwit.migrations()];`,
  "restricted.config.js": `${PARSE_ONLY}, {
  rules: {
    "no-restricted-imports": ["error", {
      paths: [
        ...["uuid", "nanoid", "ulid", "cuid", "@paralleldrive/cuid2"].map((name) => ({ name, message: "Use the ID generator." })),
        ...["crypto", "node:crypto"].map((name) => ({ name, importNames: ["randomUUID"], message: "Use the ID generator." })),
      ],
      patterns: [{ group: ["**/agents/execution-engine*", "**/agents/legacy/*", "**/auth/*"], message: "It has moved." }],
    }],
    "no-restricted-syntax": ["error",
      { selector: "CallExpression[callee.object.name=/^(crypto|globalThis|window|self)$/][callee.property.name='randomUUID']", message: "Use the ID generator." },
      { selector: "CallExpression[callee.object.name=/^(WebSocketManager|AgentRegistry|DatabasePool)$/][callee.property.name='getInstance']", message: "Take it from the context." },
      { selector: "MemberExpression[object.name='agentRegistry'][property.name='get']", message: "Take it from the context." },
      { selector: "NewExpression[callee.name='ExecutionEngine']", message: "Use UserExecutionEngine." },
      { selector: "CallExpression[callee.property.name='toString'][callee.object.callee.object.name='Math']", message: "Use the ID generator." },
      { selector: "Identifier[name=/^(user|thread|run|request)Id$/] > TSTypeAnnotation > TSStringKeyword", message: "Use the ID's type." },
    ],
  },
}];`,
};

/**
 * A project in a temporary folder: the example's sources below base/, its nine contracts, all active, with all rules or only some, and
 * below code/ what `fill` writes.
 */
export function createProject(fill, only) {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-bench-")));
  const write = (file, text) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };
  symlinkSync(path.join(REPOSITORY, "node_modules"), path.join(folder, "node_modules"), "junction");
  cpSync(path.join(EXAMPLE, "src"), path.join(folder, "base"), { recursive: true });
  for (const file of readdirSync(path.join(EXAMPLE, "migrations")))
    write(`migrations/${file}`, contractFor(readFileSync(path.join(EXAMPLE, "migrations", file), "utf8"), only));
  write("package.json", JSON.stringify({ name: "bench", private: true, type: "module", godwit: {} }));
  const compilerOptions = { module: "nodenext", target: "es2023", strict: true, paths: { "@base/*": ["./base/*"] } };
  write("tsconfig.json", JSON.stringify({ compilerOptions }));
  for (const [file, text] of Object.entries(CONFIGS)) write(file, text);
  write(".gitignore", "node_modules\n");
  const corpus = fill(path.join(folder, "code"));
  execFileSync("git", ["init", "--quiet"], { cwd: folder });
  execFileSync("git", ["add", "--all"], { cwd: folder });
  return { folder, corpus, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The example's contract for base/, and active, so that each rule runs; with `only`, of its rules those. */
function contractFor(text, only) {
  const moved = text.replaceAll("./src/", "./base/").replaceAll('"src/', '"base/');
  const [, front, body] = /^---\n(.*?\n)---\n(.*)$/s.exec(moved);
  const contract = parse(front);
  const rules = Object.entries(contract.rules).filter(([rule]) => !only || only.includes(rule));
  // A contract needs a rule; this one looks at the files of its components alone.
  contract.rules = rules.length > 0 ? Object.fromEntries(rules) : { "implements-contract": {} };
  return `---\n${stringify({ ...contract, gates: undefined, status: "active" })}---\n${body}`;
}

/** Copies the TypeScript files of a checkout (tracked ones, where it is a git repository). */
export function copyCheckout(checkout, folder) {
  const summary = { files: 0, bytes: 0 };
  for (const file of listFiles(checkout)) {
    if (!TYPESCRIPT.test(file) || DECLARATION.test(file) || file.includes("node_modules/")) continue;
    const text = readFileSync(path.join(checkout, file));
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
    summary.files += 1;
    summary.bytes += text.length;
  }
  return summary;
}

function listFiles(checkout) {
  try {
    const output = execFileSync("git", ["ls-files", "-z"], {
      cwd: checkout,
      encoding: "utf8",
      maxBuffer: 1 << 28,
      stdio: ["ignore", "pipe", "ignore"],
    });
    return output.split("\0").filter(Boolean);
  } catch {
    return readdirSync(checkout, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(checkout, path.join(entry.parentPath, entry.name)));
  }
}
