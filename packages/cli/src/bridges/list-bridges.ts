import path from "node:path";
import { LineIndex } from "@godwit/core/contracts";
import { findText, readText } from "@godwit/core/disk";
import { type FlowUse, keyOfModule, type Mention, removeDeclaration, type TracedFile, traceValue } from "@godwit/core/engine";
import {
  type ActiveContract,
  type BridgeState,
  type BridgeTarget,
  type BridgeUser,
  fateOfBridge,
  findLastUse,
  isStaticMember,
  isTestCode,
  moduleOfBridge,
  parseBridge,
  PathMentions,
  type RemovableName,
} from "@godwit/project";
import type { BridgeSearch, RuntimeCounts } from "./bridge-search.js";

/** Says of each bridge of some contracts who still uses it, or since when nothing does. */
export function listBridges(
  search: BridgeSearch,
  contracts: readonly ActiveContract[],
  runtime?: RuntimeCounts,
): readonly BridgeState[] {
  const { root, contracts: all, engine } = search.project;
  return contracts.flatMap(({ contract }) =>
    contract.bridges.map((text): BridgeState => {
      const bridge = parseBridge(text);
      const start = { contract: contract.id, bridge: text, runtime: runtime?.useOf(text) ?? null };
      const fate = fateOfBridge(contract, bridge, { root, modules: engine.modules });
      if (fate !== "there") return { ...start, state: fate, users: [], removable: [], unusedSince: null, note: null };
      const { users, removable } = findUsers(search, bridge, all);
      if (users.length > 0) return { ...start, state: "used", users, removable, unusedSince: null, note: null };
      const last = findLastUse(root, bridge);
      const since = "note" in last ? { unusedSince: null, note: last.note } : { unusedSince: last, note: null };
      return { ...start, state: "unused", users, removable, ...since };
    }),
  );
}

/** Who uses a bridge, and what goes with it. */
interface FoundUsers {
  readonly users: readonly BridgeUser[];
  readonly removable: readonly RemovableName[];
}

/** Prose may name what is no longer there; lock files and maps say nothing about a file of the repository. */
const NO_CONFIG =
  /\.(?:md|mdx|markdown|txt|rst|lock|map|snap|svg|csv|html?)$|(?:^|\/)(?:package-lock\.json|pnpm-lock\.yaml|CODEOWNERS|CHANGELOG)$|(?:^|\/)\.git(?:ignore|attributes)$/i;
const CODE = /\.(?:[cm]?[jt]sx?)$/;
/** Functions that load what a path with gaps matches. */
const LOADERS = /^(?:import|require|glob|globEager|context)$/;

/** Finds everything that uses a bridge, or may: code, tests, mocks, configs, exports of packages, paths in strings, contracts. */
function findUsers(search: BridgeSearch, bridge: BridgeTarget, contracts: readonly ActiveContract[]): FoundUsers {
  const { users, removable } = findTraced(search, bridge);
  const others = findInOtherCode(search, bridge);
  const known = new Set(others.map(({ file }) => file));
  const all = [
    ...users,
    ...others,
    ...(bridge.exported === undefined ? [] : findInOwnFile(search, bridge)),
    ...(bridge.exported === undefined ? findPaths(search, bridge).filter(({ file }) => !known.has(file)) : []),
    ...(bridge.member === undefined ? findOffers(search, bridge) : findMembers(search, bridge, users)),
    ...findInContracts(search, bridge, contracts),
    ...search.unreadable(wordOf(bridge)),
  ];
  const distinct = new Map(all.map((user) => [`${user.file}:${user.line}:${user.kind}:${user.what}`, user]));
  return {
    users: [...distinct.values()].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line)),
    removable,
  };
}

function wordOf({ file, exported, member }: BridgeTarget): string {
  return member ?? (exported === undefined || exported === "default" ? path.posix.basename(file).replace(/\..*$/, "") : exported);
}

/** Code that gets the bridge's value, by name or through others. */
function findTraced(search: BridgeSearch, bridge: BridgeTarget): { users: BridgeUser[]; removable: RemovableName[] } {
  const { modules } = search.project.engine;
  const { exported, member } = bridge;
  const trace = traceValue(
    { module: moduleOfBridge(bridge, modules), exported },
    { modules, maxDepth: member === undefined ? 1 : 100, open: search.open, importersOf: search.importersOf },
  );
  const users: BridgeUser[] = [];
  const removable: RemovableName[] = [];
  for (const traced of trace.files) {
    const file = modules.relative(traced.path) ?? traced.path;
    const lines = search.lines(file);
    const own = member === undefined ? traced.uses : traced.uses.filter(({ name, kind }) => kind === "member" && name === member);
    const [going, using] = partition(own, (use) => member === undefined && isRemovable(use, bridge, traced, search));
    removable.push(
      ...going.map(({ range, kind, name }) => ({
        ...{
          file,
          line: lines.positionAt(range[0]).line,
          range,
          what: kind === "re-export" ? `re-exports ${name}` : `imports ${name}, and does not use it`,
        },
      })),
    );
    const [first] = using;
    if (first)
      users.push({ file, line: lines.positionAt(first.range[0]).line, kind: kindOf(file, using), what: describeUses(using) });
  }
  return { users, removable };
}

/** A re-export goes, and so does an import of the bridge's own module that nothing in its file uses. */
function isRemovable(use: FlowUse, bridge: BridgeTarget, { uses }: TracedFile, { project }: BridgeSearch): boolean {
  if (use.kind === "re-export") return true;
  const { modules } = project.engine;
  const isOwn = use.module !== undefined && modules.isSameModule(use.module, moduleOfBridge(bridge, modules));
  return use.isUnused === true && isOwn && uses.every(({ kind, isUnused }) => kind === "re-export" || isUnused);
}

function partition<T>(values: readonly T[], test: (value: T) => boolean): readonly [T[], T[]] {
  return [values.filter(test), values.filter((value) => !test(value))];
}

function kindOf(file: string, uses: readonly FlowUse[]): BridgeUser["kind"] {
  if (uses.every(({ kind }) => kind === "mock")) return "mock";
  return isTestCode(file) ? "test" : "code";
}

const VERBS: Readonly<Partial<Record<FlowUse["kind"], string>>> = {
  ...{ import: "imports", "dynamic-import": "loads", mock: "mocks", type: "names as a type", extend: "extends" },
  ...{ construct: "constructs", call: "calls", member: "uses" },
};

function describeUses(uses: readonly FlowUse[]): string {
  const order = ["construct", "call", "extend", "mock", "dynamic-import", "import", "member", "type"] as const;
  const telling = order.flatMap((kind) => uses.find((use) => use.kind === kind) ?? [])[0] ?? uses[0]!;
  return `${VERBS[telling.kind] ?? "uses"} ${telling.name}`;
}

/** Components and pages that load the bridge, or have the name of a member. */
function findInOtherCode({ otherCode, project }: BridgeSearch, bridge: BridgeTarget): BridgeUser[] {
  const { file: own, exported, member } = bridge;
  const { modules } = project.engine;
  const isMember = member !== undefined;
  const loading =
    isMember && !isStaticMember(bridge, modules)
      ? undefined
      : otherCode.usersOf({ module: moduleOfBridge(bridge, modules), exported });
  const mentioned = isMember ? otherCode.mentionsOf(member) : loading!;
  const found = mentioned.filter(({ file }) => !loading || loading.some((each) => each.file === file));
  const what = isMember ? `mentions ${member}, maybe that of ${exported!}` : `loads ${exported ?? own}`;
  return found.map(({ file, line }) => ({ file, line, kind: isTestCode(file) ? "test" : "code", what }));
}

/** Code of the bridge's own file, outside of what would be deleted. */
function findInOwnFile(search: BridgeSearch, { file, exported, member }: BridgeTarget): BridgeUser[] {
  const source = search.openFile(file);
  if (!source) return [];
  const removal = removeDeclaration(source, exported!, member);
  const gone = "refused" in removal ? [] : removal.removed;
  const name = member ?? exported!;
  const isInside = ({ range }: Mention): boolean => gone.some(([start, end]) => start <= range[0] && range[1] <= end);
  const mention = search.mentions(file).find((each) => each.kind === "name" && each.text === name && !isInside(each));
  const isListOnly = "refused" in removal;
  return mention && !isListOnly
    ? [{ file, line: search.lines(file).positionAt(mention.range[0]).line, kind: "code", what: `uses ${name} itself` }]
    : [];
}

/** Members are called through values of any type, so that their name anywhere counts; static ones are decided by their class. */
function findMembers(search: BridgeSearch, bridge: BridgeTarget, known: readonly BridgeUser[]): BridgeUser[] {
  const { file: own, member, exported } = bridge;
  if (isStaticMember(bridge, search.project.engine.modules)) return [];
  return search.files.flatMap((file): BridgeUser[] => {
    if (file === own || known.some((user) => user.file === file) || !search.textOf(file).includes(member!)) return [];
    const mention = search.mentions(file).find(({ text }) => text === member);
    if (!mention) return [];
    const line = search.lines(file).positionAt(mention.range[0]).line;
    return [{ file, line, kind: isTestCode(file) ? "test" : "code", what: `mentions ${member!}, maybe that of ${exported!}` }];
  });
}

/** Strings of code, and texts of configs and scripts, that are the path of a file. */
function findPaths(search: BridgeSearch, { file: own }: BridgeTarget): BridgeUser[] {
  const paths = new PathMentions(search.project.engine.modules, own);
  return search.allFiles.flatMap((file): BridgeUser[] => {
    if (file === own || NO_CONFIG.test(file)) return [];
    if (CODE.test(file)) return findInCode(search, paths, file);
    const text = readSmall(path.join(search.project.root, file));
    if (text === undefined || !text.includes(paths.word)) return [];
    const isPackage = path.posix.basename(file) === "package.json";
    const at = paths.findIn(isPackage ? withoutExports(text) : text, file);
    if (at === undefined) return [];
    const line = new LineIndex(text).positionAt(at).line;
    return [{ file, line, kind: isPackage ? "package" : "config", what: "has its path" }];
  });
}

function findInCode(search: BridgeSearch, paths: PathMentions, file: string): BridgeUser[] {
  const text = search.textOf(file);
  if (!text.includes(paths.word) && !/\b(?:import|require|glob\w*|context|resolve|load\w*|readdir\w*)\s*\(/i.test(text))
    return [];
  const specifiers = search.specifiers(file);
  const mention = search.mentions(file).find((each) => {
    if (each.kind === "name" || specifiers.some(([start, end]) => start === each.range[0] && end === each.range[1])) return false;
    const isLoaded = each.callee !== undefined && LOADERS.test(each.callee);
    if (each.kind === "pattern" || (isLoaded && each.text.includes("*"))) return isLoaded && paths.mayMatch(each.text, file);
    return each.text.includes(paths.word) && each.text.length < 500 && paths.isMeant(each.text, file);
  });
  if (!mention) return [];
  return [
    {
      file,
      line: search.lines(file).positionAt(mention.range[0]).line,
      kind: "string",
      what: `has its path in ${JSON.stringify(mention.text)}`,
    },
  ];
}

/** The text of a package.json with blanks in place of its own export map. */
function withoutExports(text: string): string {
  return text.replace(/"exports"\s*:\s*(?:"[^"]*"|(\{(?:[^{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})*\}))/u, (map) =>
    " ".repeat(map.length),
  );
}

/** A small text, or undefined for what is large, binary or gone. */
function readSmall(absolute: string): string | undefined {
  const text = findText(absolute, "text");
  return text?.includes("\0") ? undefined : text;
}

/** A package begins with the bridge's file. That its `exports` or its barrels offer the file is no use: else no bridge would ever end. */
function findOffers({ project, packageFiles }: BridgeSearch, { file }: BridgeTarget): BridgeUser[] {
  const paths = new PathMentions(project.engine.modules, file);
  return packageFiles.flatMap((packageFile): BridgeUser[] => {
    const isEntry = entriesOf(path.join(project.root, packageFile)).some((entry) => paths.isMeant(entry, packageFile));
    return isEntry ? [{ file: packageFile, line: 1, kind: "package", what: `has ${file} as an entry` }] : [];
  });
}

function entriesOf(packageFile: string): readonly string[] {
  try {
    const json = JSON.parse(readText(packageFile, "settings")) as Readonly<Record<string, unknown>>;
    return ["main", "module", "types", "typings", "browser", "bin"].flatMap((key) => textsIn(json[key]));
  } catch {
    return [];
  }
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Contracts whose fixes write the bridge would bring it back. */
function findInContracts({ project }: BridgeSearch, bridge: BridgeTarget, contracts: readonly ActiveContract[]): BridgeUser[] {
  const { engine } = project;
  const key = keyOfModule(moduleOfBridge(bridge, engine.modules));
  return contracts.flatMap(({ contract }): BridgeUser[] => {
    const written = engine.factsOf(contract).written.filter((each) => keyOfModule(each.module) === key);
    const isWritten =
      bridge.exported === undefined
        ? written.length > 0
        : written.some(({ exported }) => exported === bridge.exported) &&
          (bridge.member === undefined || writesMember(contract.rules, bridge.member));
    if (!isWritten) return [];
    const { line } = contract.locate(["rules"]);
    return [{ file: contract.file, line, kind: "contract", what: "writes it in its fixes" }];
  });
}

function writesMember(rules: unknown, member: string): boolean {
  return textsIn(rules).some((text) => text.split(/[^\w$]+/).includes(member));
}
