import { spawnSync } from "node:child_process";
import ts from "typescript";
import { expect, test } from "vitest";
import { sampleOf } from "../support/properties.js";
import { writeTree } from "../support/temporary-tree.js";
import { asyncUnit, programOf } from "./async-programs.js";
import { ASYNC_FILES } from "./async-project.js";
import { WaveProject } from "./wave-project.js";

const ROUNDS = 3;
const UNITS = 12;

/** What a program says of itself when Node runs it. */
function outcomeOf(sources: Readonly<Record<string, string>>): readonly { readonly unit: string }[] {
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
  const files = Object.entries(sources).map(([file, text]) => [
    file.replace(/ts$/u, "js"),
    ts.transpileModule(text, { compilerOptions }).outputText,
  ]);
  const root = writeTree({
    ...Object.fromEntries(files),
    "package.json": { type: "module" },
    "run.js": 'import { told } from "./src/main.js";\nconsole.log(JSON.stringify(told));\n',
  });
  const { stdout, stderr } = spawnSync(process.execPath, ["run.js"], { cwd: root, encoding: "utf8" });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as readonly { readonly unit: string }[];
}

/** The first unit that does something else after the wave, with its texts. */
function differing(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): readonly unknown[] {
  const [old, now] = [outcomeOf(before), outcomeOf(after)];
  const index = old.findIndex((each, at) => JSON.stringify(each) !== JSON.stringify(now[at]));
  if (index === -1) return [];
  const texts = Object.entries(after).filter(([file]) => file.startsWith(`src/${old[index]!.unit}/`));
  return [{ old: old[index], now: now[index], texts: texts.map(([file, text]) => `${file}\n${text}`).join("\n") }];
}

/** The calls that give a promise for which nobody waits: not awaited, returned, or handed on. */
function floating(root: string, files: readonly string[]): readonly string[] {
  const program = ts.createProgram(
    files.map((file) => `${root}/${file}`),
    { strict: true, module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022, types: [] },
  );
  const checker = program.getTypeChecker();
  const found: string[] = [];
  for (const file of files) {
    const source = program.getSourceFile(`${root}/${file}`)!;
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && checker.getTypeAtLocation(node).symbol?.name === "Promise" && !isHandled(node))
        found.push(`${file}: ${node.parent.getText()}`);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

function isHandled(call: ts.Node): boolean {
  let { parent } = call;
  while (ts.isParenthesizedExpression(parent) || ts.isNonNullExpression(parent)) ({ parent } = parent);
  if (ts.isAwaitExpression(parent) || ts.isReturnStatement(parent) || ts.isArrowFunction(parent)) return true;
  // The programs have these before the wave, where nothing else can be done.
  return ts.isPropertyAccessExpression(parent) || ts.isVoidExpression(parent) || /Promise\.\w+\(/u.test(parent.getText());
}

test("programs do what they did, nothing floats, types stay right, and a second run changes nothing", async () => {
  const units = sampleOf(asyncUnit, ROUNDS * UNITS);
  let [asked, done] = [0, 0];
  for (let round = 0; round < ROUNDS; round++) {
    const files = programOf(units.slice(round * UNITS, (round + 1) * UNITS));
    const project = new WaveProject({ ...ASYNC_FILES, ...files });
    const before = project.sources();
    const waves = await project.migrate();
    for (const wave of waves) if (wave.kind === "async") [asked, done] = [asked + wave.asked, done + wave.sites.length];
    expect(project.newErrors(before)).toEqual([]);
    const once = project.sources();
    expect(differing(before, once)).toEqual([]);
    expect(floating(project.root, Object.keys(files))).toEqual([]);
    await project.migrate();
    expect(project.sources()).toEqual(once);
  }
  // A wave that does nothing would keep all these laws.
  expect(done / asked).toBeGreaterThan(0.2);
});
