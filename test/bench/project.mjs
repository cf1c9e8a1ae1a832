import { execFileSync } from "node:child_process";
import {
  appendFileSync,
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
import { CHECKOUT_CONTRACT, configsFor } from "./configs.mjs";

const EXAMPLE = path.join(REPOSITORY, "examples/chat-platform");
const TYPESCRIPT = /\.(ts|tsx|mts|cts)$/;
const DECLARATION = /\.d\.\w*ts$/;

/**
 * A project in a temporary folder: the example's sources below base/, its nine contracts, all active, with all rules or only some, and
 * below code/ what `fill` writes; for a checkout only that, and one contract. One of its files is staged.
 */
export function createProject(fill, { only, isCheckout = false }) {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-bench-")));
  const write = (file, text) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };
  // A folder of its own: godwit keeps its cache there.
  mkdirSync(path.join(folder, "node_modules"));
  for (const name of readdirSync(path.join(REPOSITORY, "node_modules")).filter((each) => !each.startsWith(".")))
    symlinkSync(path.join(REPOSITORY, "node_modules", name), path.join(folder, "node_modules", name), "junction");
  if (isCheckout) write("migrations/bans.md", CHECKOUT_CONTRACT);
  else writeExample(folder, write, only);
  write("package.json", JSON.stringify({ name: "bench", private: true, type: "module", godwit: {} }));
  const compilerOptions = { module: "nodenext", target: "es2023", strict: true, paths: { "@base/*": ["./base/*"] } };
  write("tsconfig.json", JSON.stringify({ compilerOptions }));
  for (const [file, text] of Object.entries(configsFor(isCheckout))) write(file, text);
  write("nothing.mjs", "");
  write(".gitignore", "node_modules\n");
  const corpus = fill(path.join(folder, "code"));
  const git = (...args) => execFileSync("git", args, { cwd: folder });
  git("init", "--quiet");
  git("add", "--all");
  git("-c", "user.name=bench", "-c", "user.email=bench@example.com", "commit", "--quiet", "--no-verify", "-m", "All");
  const staged = listFiles(folder).find((file) => file.startsWith("code/") && TYPESCRIPT.test(file));
  appendFileSync(path.join(folder, staged), "\nexport const last = 1;\n");
  git("add", staged);
  return { folder, corpus, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function writeExample(folder, write, only) {
  cpSync(path.join(EXAMPLE, "src"), path.join(folder, "base"), { recursive: true });
  for (const file of readdirSync(path.join(EXAMPLE, "migrations")))
    write(`migrations/${file}`, contractFor(readFileSync(path.join(EXAMPLE, "migrations", file), "utf8"), only));
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

/** Copies the TypeScript files of a checkout (tracked ones, where it is a git repository), or only the first part of them. */
export function copyCheckout(checkout, folder, share = 1) {
  const summary = { files: 0, bytes: 0 };
  const files = listFiles(checkout).filter(
    (file) => TYPESCRIPT.test(file) && !DECLARATION.test(file) && !file.includes("node_modules/"),
  );
  for (const file of files.slice(0, Math.ceil(files.length * share))) {
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
