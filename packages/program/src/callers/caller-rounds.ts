import type { WrittenWave } from "../context/write-context.js";
import type { ExaminedProject, Which } from "../examined-project.js";
import { QuietProjects } from "../quiet-projects.js";
import type { TypeChecker } from "../type-checker.js";
import { nearErrors } from "../wave/culprits.js";
import { converge, stepFor, type Wave, type WaveError, type WaveProgress, type WaveStep } from "../wave/wave.js";
import type { CallerSite } from "./caller-site.js";

/** What does not hold, by what it is. */
export interface Refusals {
  /** By the keys of functions. */
  readonly functions: ReadonlyMap<string, string>;
  readonly sites: ReadonlyMap<CallerSite, string>;
}

/** How a wave writes, and who may end it. */
interface RoundsSetting {
  /** Plans everything again without what is refused. */
  plan(refusals: Refusals): WrittenWave;
  /** Texts that have an error wherever a draft lacks something that its types would not show. */
  probe?(draft: WrittenWave): ReadonlyMap<string, string>;
  /** Lets others work; false if the wave should end. */
  breathe(): Promise<boolean>;
  /** Is told how far it is. */
  tell(progress: WaveProgress): void;
}

/** Who is asked, and whether about texts that only show what types don't. */
interface Stage {
  readonly which: Which;
  readonly isProbe: boolean;
}

/** A new type error, told apart from others of its file. */
interface Finding extends WaveError {
  readonly start: number;
  readonly key: string;
  /** `src/a.ts:3:7`. */
  readonly place: string;
  readonly message: string;
  readonly isProbe: boolean;
}

const MOST_ROUNDS = 60;

/** Plans, lets the type checker judge, takes back the functions without which there is no error, and plans again. */
export class CallerRounds implements Wave<Stage, Finding> {
  /** The functions that do not hold, by their keys. */
  readonly refused = new Map<string, string>();
  readonly unfixed = new Map<CallerSite, string>();
  /** Errors that stay whatever is taken back: they are no fault of the wave, or the last word on it tells. */
  readonly #hopeless = new Set<string>();
  readonly #checker: TypeChecker;
  readonly #setting: RoundsSetting;
  readonly #quiet = new QuietProjects((projects) => this.tell(stepFor([], false), projects));
  /** What was planned last; undefined if nothing is left of it. */
  #draft: WrittenWave | undefined;
  #rounds = 0;

  constructor(checker: TypeChecker, setting: RoundsSetting) {
    this.#checker = checker;
    this.#setting = setting;
  }

  /** How often the type checker was asked. */
  get rounds(): number {
    return this.#rounds;
  }

  /** What holds, or null if nothing does; undefined if the wave was ended. */
  async run(): Promise<WrittenWave | null | undefined> {
    const stages: readonly Stage[] = [
      { which: "covering", isProbe: false },
      ...(this.#setting.probe ? [{ which: "covering", isProbe: true } as const] : []),
      { which: "all", isProbe: false },
    ];
    for (const stage of stages) {
      if ((await converge(this, stage)) === "ended") return undefined;
      if (!this.#draft) return null;
    }
    return this.#draft;
  }

  breathe(): Promise<boolean> {
    return this.#setting.breathe();
  }

  tell(step: WaveStep, projects = 0): void {
    this.#setting.tell({ ...step, round: this.#rounds, projects });
  }

  ask({ which, isProbe }: Stage): readonly Finding[] | "again" | "quiet" {
    const draft = this.#plan(this.refused);
    if (this.#takeBackUnwritten(draft)) return "again";
    this.#draft = draft.done.length > 0 && this.#rounds < MOST_ROUNDS ? draft : undefined;
    if (!this.#draft) return "quiet";
    const asked = this.#judge(this.#textsOf(draft, isProbe), which, isProbe);
    const open = asked.filter((finding) => !this.#hopeless.has(identityOf(finding)));
    // One at a time in each file: others are often its consequences.
    return open.length === 0 ? "quiet" : open.filter(({ file }, at) => open.findIndex((each) => each.file === file) === at);
  }

  /** Without what is refused it plans something else by itself. */
  mend(): boolean {
    return false;
  }

  suspectsOf(finding: Finding): readonly string[] {
    return suspectsOf(this.#draft!, finding);
  }

  takeBack(finding: Finding, culprits: readonly string[] | undefined): boolean {
    const { isProbe, place, message } = finding;
    // A probe is not the code that a person would see, so its error says nothing to one.
    const reason = isProbe ? `it goes to where nobody would wait for it, at ${place}` : message;
    // What nobody would wait for is never left.
    const keys = culprits ?? (isProbe ? this.suspectsOf(finding) : []);
    for (const key of keys) this.refused.set(key, reason);
    if (!culprits && !this.#takeBackSites(finding, reason)) this.#hopeless.add(identityOf(finding));
    return true;
  }

  curedWithout(keys: ReadonlySet<string>, findings: readonly Finding[]): ReadonlySet<Finding> {
    const isProbe = findings.some((finding) => finding.isProbe);
    // Nothing has changed since they were found.
    if (keys.size === 0) return new Set();
    const draft = this.#plan(new Map([...this.refused, ...[...keys].map((key): [string, string] => [key, ""])]));
    if (draft.refused.size + draft.unfixed.size > 0) return new Set(findings);
    const left: Finding[] = [];
    this.#checker.glance(this.#textsOf(draft, isProbe), nearErrors(findings), (project) =>
      left.push(...findingsOf(project, isProbe)),
    );
    const isIll = ({ file, key }: Finding): boolean => left.some((each) => each.file === file && each.key === key);
    return new Set(findings.filter((finding) => finding.key === "unseen" || !isIll(finding)));
  }

  #plan(functions: ReadonlyMap<string, string>): WrittenWave {
    return this.#setting.plan({ functions, sites: this.unfixed });
  }

  #textsOf(draft: WrittenWave, isProbe: boolean): ReadonlyMap<string, string> {
    return isProbe ? this.#setting.probe!(draft) : draft.texts;
  }

  /** Whether something could not be written, so that all has to be planned again. */
  #takeBackUnwritten({ refused, unfixed }: WrittenWave): boolean {
    for (const [key, reason] of refused) this.refused.set(key, reason);
    for (const [site, reason] of unfixed) this.unfixed.set(site, reason);
    return refused.size + unfixed.size > 0;
  }

  #judge(texts: ReadonlyMap<string, string>, which: Which, isProbe: boolean): readonly Finding[] {
    this.#rounds++;
    const findings: Finding[] = [];
    const visit = (project: ExaminedProject): unknown => findings.push(...findingsOf(project, isProbe));
    const unseen = this.#checker.examine(texts, visit, which, this.#quiet);
    for (const file of unseen)
      findings.push({
        file,
        start: 0,
        key: "unseen",
        place: file,
        message: "no tsconfig includes its file",
        config: "",
        isProbe,
      });
    return findings;
  }

  /** Whether sites of an error's file were still to be taken back. */
  #takeBackSites({ file }: Finding, reason: string): boolean {
    const own = this.#draft!.done.filter((site) => site.file === file && !this.unfixed.has(site));
    for (const site of own) this.unfixed.set(site, reason);
    return own.length > 0;
  }
}

function identityOf({ file, key }: Finding): string {
  return `${file}\0${key}`;
}

function findingsOf(project: ExaminedProject, isProbe: boolean): readonly Finding[] {
  // A probe asks where a type arrives: an old error that speaks of it answers that too.
  const errors = isProbe ? [...project.added, ...project.reworded] : project.added;
  return errors.map(({ file: name, start, code, line, column, message, keyBesideLine }) => {
    const file = project.toOwn(name) ?? name;
    const place = `${file}:${line}:${column}`;
    return {
      file,
      start,
      key: keyBesideLine,
      place,
      message: `TS${code} in ${place}: ${message.split("\n")[0]!}`,
      config: project.config,
      isProbe,
    };
  });
}

/** The functions that have to do with an error, those first whose code is nearest to it. */
function suspectsOf({ written, inserted }: WrittenWave, { file, start }: Finding): readonly string[] {
  const distance = ({ file: own, at }: { readonly file: string; readonly at: number }): number => {
    const edited = inserted.get(own);
    return own !== file || !edited ? Number.MAX_SAFE_INTEGER : Math.abs(edited.toNew(at) - start);
  };
  const ordered = [...written].sort((a, b) => distance(a) - distance(b));
  return [...new Set(ordered.map(({ callable }) => callable))];
}
