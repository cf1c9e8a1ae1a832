// What the plugin adds to an edit, as a ratio to the language service's own answer; what it costs to load. Called by `npm run bench`.
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import ts from "typescript";
import { bundle } from "../../packages/typescript-plugin/build.mjs";
import { createProject, sourceOf } from "./editor-project.mjs";

const require = createRequire(import.meta.url);
const PLUGIN = fileURLToPath(new URL("../../packages/typescript-plugin/dist/index.cjs", import.meta.url));
const EDITS = 30;
const WARM_UP = 10;

function openService(root, file, text) {
  let version = 0;
  let current = text;
  const host = {
    getCompilationSettings: () => ({ target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, strict: true, types: [] }),
    getScriptFileNames: () => [file],
    // As tsserver's projects: without an edit nothing is compared again.
    getProjectVersion: () => String(version),
    getScriptVersion: (name) => (name === file ? String(version) : "0"),
    getScriptSnapshot: (name) => {
      const own = name === file ? current : ts.sys.readFile(name);
      return own === undefined ? undefined : snapshotOf(own);
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
    realpath: ts.sys.realpath,
  };
  const inner = ts.createLanguageService(host, ts.createDocumentRegistry());
  const logger = { info: (message) => process.stderr.write(`${message}\n`) };
  const info = {
    languageService: inner,
    languageServiceHost: host,
    config: {},
    serverHost: {},
    project: { projectService: { logger } },
  };
  const service = require(PLUGIN)({ typescript: ts }).create(info);
  // In the middle of the file: what follows moves.
  const at = text.indexOf("nobody", text.length >> 1) - 1;
  const edit = (index) => {
    version += 1;
    current = text.slice(0, at) + `/*${"x".repeat(index + 1)}*/` + text.slice(at);
  };
  return { inner, service, edit };
}

/** A snapshot that knows what changed, as tsserver's do: so the parser keeps what it can. */
function snapshotOf(text) {
  return {
    text,
    getText: (start, end) => text.slice(start, end),
    getLength: () => text.length,
    getChangeRange(old) {
      let start = 0;
      while (start < text.length && text[start] === old.text[start]) start += 1;
      let end = 0;
      while (end < text.length - start && end < old.text.length - start && text.at(-1 - end) === old.text.at(-1 - end)) end += 1;
      return { span: { start, length: old.text.length - start - end }, newLength: text.length - start - end };
    },
  };
}

function time(run) {
  // CPU time, since others may be busy on the machine.
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** Megabytes in use after everything that can go has gone. */
function heapInUse() {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

function measure(root, lines, every) {
  const file = path.join(root, "src", `file-${lines}-${every}.ts`);
  const text = sourceOf(lines, every);
  writeFileSync(file, text);
  const { inner, service, edit } = openService(root, file, text);
  const own = [];
  const checked = [];
  const added = [];
  let found = 0;
  for (let index = 0; index < EDITS + WARM_UP; index += 1) {
    edit(index);
    const semantic = time(() => inner.getSemanticDiagnostics(file));
    const host = semantic + time(() => inner.getSuggestionDiagnostics(file));
    // The host's answer is kept by now: what remains is the plugin's work.
    const again = time(() => inner.getSemanticDiagnostics(file));
    const plugin = time(() => (found = service.getSemanticDiagnostics(file).filter(({ source }) => source === "godwit").length));
    if (index >= WARM_UP) own.push(host) && checked.push(semantic) && added.push(Math.max(0, plugin - again));
  }
  // What the host keeps of the last version is there by now; the rest is ours.
  edit(-1);
  inner.getSemanticDiagnostics(file);
  const before = heapInUse();
  service.getSemanticDiagnostics(file);
  const memory = heapInUse() - before;
  if (found > 0 !== every > 0) throw new Error(`${lines} lines: ${found} findings`);
  return {
    lines: text.split("\n").length,
    findings: found,
    host: median(own),
    semantic: median(checked),
    plugin: median(added),
    memory,
  };
}

/** Loads the bundle into a process that has TypeScript already, as tsserver does. */
function measureLoad() {
  const script = `const ts = require(${JSON.stringify(require.resolve("typescript"))});
    const start = performance.now(); const cpu = process.cpuUsage(); require(${JSON.stringify(PLUGIN)})({ typescript: ts });
    const { user, system } = process.cpuUsage(cpu);
    const copies = Object.keys(require.cache).filter((file) => /[\\\\/](typescript|eslint)[\\\\/]/.test(file));
    console.log(JSON.stringify({ load: performance.now() - start, cpu: (user + system) / 1000, copies }));`;
  const runs = Array.from({ length: 7 }, () => JSON.parse(execFileSync(process.execPath, ["-e", script], { encoding: "utf8" })));
  return { load: median(runs.map(({ load }) => load)), cpu: median(runs.map(({ cpu }) => cpu)), copies: runs[0].copies };
}

function percentOf(part, whole) {
  return `${((part / whole) * 100).toFixed(2)} %`;
}

/** Prints the figures; gives them back. */
export async function benchEditor() {
  await bundle();
  const root = createProject();
  try {
    const { load, cpu, copies } = measureLoad();
    console.log(
      `load ${load.toFixed(0)} ms (cpu ${cpu.toFixed(0)} ms), once; TypeScript or ESLint files loaded: ${copies.length}`,
    );
    const rows = [150, 1_000, 5_000].flatMap((lines) => [measure(root, lines, 3), measure(root, lines, 0)]);
    // One file as an old code base has them: a site in every function.
    rows.push(measure(root, 5_000, 1));
    for (const { lines, findings, host, semantic, plugin, memory } of rows)
      console.log(
        `${lines} lines, ${findings} findings: host ${host.toFixed(1)} ms, plugin ${plugin.toFixed(2)} ms, ${percentOf(plugin, host)} (of its errors alone: ${percentOf(plugin, semantic)}), ${memory.toFixed(1)} MB`,
      );
    return { load, rows };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await benchEditor();
