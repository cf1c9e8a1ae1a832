import path from "node:path";
import type {
  CallerHost,
  CallerResult,
  CallerSite,
  Insertion,
  PlannedEdits,
  WantedExpression,
  WantedType,
  WantedValue,
} from "@godwit/program";
import { type Site, takes } from "../units/edit-file.js";
import type { PhaseWork } from "../units/work.js";
import { halvesOf } from "../units/edit-elements.js";
import { type WantedWave, type WaveSetting, findOpen, tryFind, sparing } from "./wave-sites.js";
import {
  childrenOf,
  findOverlap,
  identifiersIn,
  insertTyped,
  keyOfModule,
  type Lack,
  type LackedType,
  type Node,
  type ReplacedExpression,
  type SourceFile,
  type TypedInsertion,
} from "@godwit/core/engine";
import { matchesContract } from "@godwit/core/contracts";
import { whyMockLacks } from "@godwit/project";
import { openSource, tryOpen } from "../../host/source-file.js";
import { programHost } from "./program-host.js";

/** What giving sites what they need of their callers would change, with the sites that are done then. */
export interface PlannedCallerWave extends Omit<CallerResult, "signatures"> {
  /** `listedIn`: the files in which a container is given the class, such as a module or a test. */
  readonly signatures: readonly (Signature & { readonly listedIn: readonly string[] })[];
  readonly kind: CallerKind;
  /** What units, journals and reports call it. */
  readonly unit: string;
  readonly phase: string | null;
  readonly sites: readonly Site[];
  /** How many sites need something, with those that were done because what they see is of its type. */
  readonly asked: number;
}

type Signature = CallerResult["signatures"][number];

/** Sites of one kind. */
interface AskedCallers {
  readonly setting: WaveSetting;
  readonly phase: PhaseWork;
  readonly kind: CallerKind;
  /** Only those of these files. */
  readonly files?: readonly string[];
}

/** Gives a phase's sites what they need of their callers; of a run that was asked for one value, only that. */
export function callerWaves(asked: AskedCallers): readonly WantedWave<PlannedCallerWave>[] {
  let files: readonly string[] = [];
  return [
    {
      plan: () => planCallerWave(asked, (own) => (files = own)),
      insteadOf(refusal) {
        const without = sparing(asked.setting, refusal);
        if (without) return callerWaves({ ...asked, setting: without });
        return halvesOf(files).flatMap((half) => callerWaves({ ...asked, files: half }));
      },
    },
  ];
}

async function planCallerWave(
  { setting, phase, kind, files }: AskedCallers,
  onFiles: (files: readonly string[]) => void,
): Promise<PlannedCallerWave | undefined> {
  const { session } = setting;
  const { only } = session.options;
  const isAsked = ({ asked: { file, needs } }: ReturnType<typeof findCallerSites>[number]): boolean =>
    (files?.includes(file) ?? true) && (only === undefined || needs.some(({ name }) => name === only));
  const found = findCallerSites(setting, phase, kind).filter(isAsked);
  if (found.length === 0) return undefined;
  onFiles([...new Set(found.map(({ asked }) => asked.file))]);
  const doing = kind === "context" ? "passing values through callers" : "letting callers wait";
  session.host.listener.progress(0, 0, doing);
  const result = await session.types.runCallerWave(
    found.map(({ asked }) => asked),
    callerHost(setting, doing),
    { spared: [...setting.spared] },
  );
  if (!result) return undefined;
  const isLeftToFile = (place: Pick<Site, "file" | "line" | "column">): boolean =>
    found.some(
      ({ isTaken, site: { file, line, column } }) =>
        isTaken && file === place.file && line === place.line && column === place.column,
    );
  const takenBack = result.takenBack.filter((place) => !isLeftToFile(place));
  const unit = kind === "context" ? `pass ${result.values.join(", ")}` : "async";
  return {
    ...{ ...result, takenBack, kind, phase: phase.name, signatures: withListing(setting, result.signatures) },
    unit: files ? `${unit} in ${[...new Set([files[0], files.at(-1)])].join(" … ")}` : unit,
    sites: result.done.map((index) => found[index]!.site),
    asked: found.filter((each, index) => !each.asked.isSeen || result.done.includes(index)).length,
  };
}

/** Names where a container is given each class that takes something now: no type checker knows what it lacks there. */
function withListing({ session, read }: WaveSetting, signatures: readonly Signature[]): PlannedCallerWave["signatures"] {
  const classOf = ({ name, provided }: Signature): string => (provided === null ? "" : name.replace(/^new /u, ""));
  const classes = [...new Set(signatures.map(classOf))].filter((name) => name !== "");
  const files = new Map<string, readonly string[]>();
  for (const { path: file } of classes.length > 0 ? session.files : []) {
    const text = read(file) ?? "";
    const isListing = text.includes("providers") && classes.some((name) => text.includes(name));
    const source = isListing ? tryOpen(file, text) : undefined;
    const listed = new Set(source ? providersIn(source.program) : []);
    for (const name of classes) if (listed.has(name)) files.set(name, [...(files.get(name) ?? []), file]);
  }
  return signatures.map((each) => ({ ...each, listedIn: files.get(classOf(each)) ?? [] }));
}

/** `Orders` of `{ providers: [Orders] }`. */
function providersIn(node: Node): readonly string[] {
  const isList = node.type === "Property" && node.key.type === "Identifier" && node.key.name === "providers";
  return isList ? identifiersIn(node.value).map(({ name }) => name) : childrenOf(node).flatMap(providersIn);
}

/** What waves through callers do: they pass values, or let callers wait. */
type CallerKind = "context" | "async";

/** A site of a wave through callers, with what reports say of it. */
interface CallerSiteFound {
  readonly asked: CallerSite;
  readonly site: Site;
  /** Whether the run takes its edit in the file alone where the wave leaves it. */
  readonly isTaken: boolean;
}

/**
 * Finds the violations of a phase that only need something of their callers: values that these may have, or the proof that what is there is
 * of their types; or only that they may wait.
 */
function findCallerSites({ session, read }: WaveSetting, phase: PhaseWork, kind: CallerKind): readonly CallerSiteFound[] {
  const { root } = session.project;
  return findOpen(session, { phase, step: kind }, read).flatMap(({ file, finding, site }): readonly CallerSiteFound[] => {
    const { unproved, isMock, rule, range, needsAsync = false, lacks: lacking } = finding.violation;
    if (isMock) return [];
    const isTaken = takes(session.search, finding, file);
    if (kind === "async") {
      // What lacks a value beside waits with the values.
      const nothing = { needs: [], isTaken: false, isSeen: false, replaced: undefined, declares: undefined };
      return needsAsync && !lacking ? [{ asked: { file, rule, start: range[0], waits: true, ...nothing }, site, isTaken }] : [];
    }
    const lacks = lacking ?? unproved;
    if (!lacks) return [];
    const replaced = lacks.map((lack) => lack.replaced).find((each) => each !== undefined);
    const asked: CallerSite = {
      ...{ file, rule, start: range[0], isSeen: unproved !== undefined, waits: needsAsync },
      needs: lacks.map((lack) => toWanted(root, lack)),
      isTaken: lacks.some((lack) => lack.isTaken),
      replaced: replaced && toExpression(root, replaced),
      declares: lacks.map((lack) => lack.declares).find((each) => each !== undefined),
    };
    return [{ asked, site, isTaken }];
  });
}

function toWanted(root: string, { name, from, type, inject }: Lack): WantedValue {
  return { name, from, type: type && toWantedType(root, type), inject };
}

function toExpression(root: string, { root: own, rest }: ReplacedExpression): WantedExpression {
  return { root: toWantedType(root, own), rest };
}

function toWantedType(root: string, { name, exported, module }: LackedType): WantedType {
  if ("package" in module) return { name, exported, module };
  return { name, exported, module: { file: path.relative(root, module.file).replaceAll("\\", "/") } };
}

/** Answers what a wave through callers asks of the contract and its files. */
function callerHost(setting: WaveSetting, doing: string): CallerHost {
  const { session, read } = setting;
  const { project, active, mockers } = session;
  const { editRefusal, ...host } = programHost(setting, doing);
  const absolute = (file: string): string => path.join(project.root, file);
  const [rule] = active.rules;
  const toLacked = ({ module, ...rest }: WantedType): LackedType =>
    "file" in module ? { ...rest, module: { file: absolute(module.file) } } : { ...rest, module };
  const toTyped = ({ at, parts }: Insertion): TypedInsertion => ({
    at,
    parts: parts.map((part) => (typeof part === "string" || "type" in part ? part : { value: toLacked(part.value) })),
  });
  let last: SourceFile | undefined;
  /** A file as it is now; questions about one file come together. */
  const sourceOf = (file: string): SourceFile | undefined => {
    const text = read(file);
    if (text === undefined) return undefined;
    if (last?.path !== absolute(file) || last.text !== text) last = tryOpen(absolute(file), text);
    return last;
  };
  return {
    ...host,
    insert: (file, text, insertions) =>
      rule ? insertTyped(openSource(absolute(file), text), rule, insertions.map(toTyped)) : { edits: [], refused: [] },
    whyMissing(file, { exported, module }) {
      const specifier = "file" in module ? absolute(module.file) : module.package;
      const key = keyOfModule(project.engine.modules.resolve(absolute(file), specifier));
      return whyMockLacks(file, { module: key, exported }, mockers);
    },
    callRefusal: editRefusal,
    refusal: (file) =>
      editRefusal(file) ?? (matchesContract(active.contract, file) ? undefined : "its file is not one of the contract's"),
    fix(file, text, sites): PlannedEdits {
      const held = new Map(sites.map((site) => [site.start, site.held ?? []]));
      const found = tryFind(session, file, text, {
        ...{ isOfType: () => undefined, hasPath: () => undefined, parameterName: () => undefined },
        holds: (at, path) => held.get(at.range[0])?.includes(path) ?? false,
      });
      const chosen = sites.map(({ start, rule: name }) =>
        found?.open.find(({ violation }) => violation.range[0] === start && violation.rule === name),
      );
      const refused = chosen.flatMap((finding, index) => {
        if (!finding || !found) return [{ index, reason: "it is not found any more where its values are passed" }];
        const { level, reason } = finding.violation;
        const held = found.heldBack(finding);
        if (level === "fix" && !held) return [];
        return [{ index, reason: held ? `held back by ${held.by}: ${held.reason}` : (reason ?? "it needs a look") }];
      });
      const isRefused = new Set(refused.map(({ index }) => index));
      return {
        edits:
          found?.editAll(chosen.filter((each, index) => each !== undefined && !isRefused.has(index)).map((each) => each!)) ?? [],
        refused,
      };
    },
    overlapAt(file, range) {
      const source = sourceOf(file);
      return source && findOverlap(source, project.engine.modules, range);
    },
  };
}
