import { QuietProjects } from "../quiet-projects.js";
import { byProject, findCulprits, nearErrors } from "../typed/culprits.js";
import type { EditedText } from "../typed/plain-edits.js";
import type { TypeChecker } from "../type-checker.js";
import type { ExaminedProject } from "../examined-project.js";

/** The texts that a wave would write, and what it could not do in them. */
export interface Draft<Site> {
  readonly texts: ReadonlyMap<string, string>;
  /** The texts before the fixes of the sites, in which places can be found. */
  readonly inserted: ReadonlyMap<string, EditedText>;
  /** What is written where, each for a function. */
  readonly written: readonly { readonly callable: string; readonly file: string; readonly at: number }[];
  /** Functions whose code can't be written, and why. */
  readonly refused: ReadonlyMap<string, string>;
  /** Sites that can't be fixed all the same, and why. */
  readonly unfixed: ReadonlyMap<Site, string>;
  /** The sites that are done in the texts. */
  readonly done: readonly Site[];
}

/** What does not hold, by what it is. */
export interface Refusals<Site> {
  /** By the keys of functions. */
  readonly functions: ReadonlyMap<string, string>;
  readonly sites: ReadonlyMap<Site, string>;
}

/** How a wave writes, and who may end it. */
export interface RoundsSetting<Site, Written extends Draft<Site>> {
  readonly sites: readonly Site[];
  /** Plans everything again without what is refused. */
  plan(refusals: Refusals<Site>): Written;
  /** Texts that have an error wherever a draft lacks something that its types would not show. */
  probe?(draft: Written): ReadonlyMap<string, string>;
  /** Lets others work; false if the wave should end. */
  breathe(): Promise<boolean>;
}

/** A new type error, told apart from others of its file. */
interface Finding {
  readonly file: string;
  readonly start: number;
  readonly key: string;
  /** `src/a.ts:3:7`. */
  readonly place: string;
  readonly message: string;
  /** The tsconfig of the project that showed it. */
  readonly config: string;
}

const MOST_ROUNDS = 60;

/** Plans, lets the type checker judge, takes back the functions without which there is no error, and plans again. */
export class JudgedRounds<Site extends { readonly file: string }, Written extends Draft<Site>> {
  /** The functions that do not hold, by their keys. */
  readonly refused = new Map<string, string>();
  readonly unfixed = new Map<Site, string>();
  /** Errors that stay whatever is taken back: they are no fault of the wave, or the last word on it tells. */
  readonly #hopeless = new Set<string>();
  readonly #checker: TypeChecker;
  readonly #setting: RoundsSetting<Site, Written>;
  readonly #quiet = new QuietProjects();
  #rounds = 0;

  constructor(checker: TypeChecker, setting: RoundsSetting<Site, Written>) {
    this.#checker = checker;
    this.#setting = setting;
  }

  /** How often the type checker was asked. */
  get rounds(): number {
    return this.#rounds;
  }

  /** What holds, or null if nothing does; undefined if the wave was ended. */
  async run(): Promise<Written | null | undefined> {
    const stages = [
      { which: "covering", isProbe: false },
      ...(this.#setting.probe ? [{ which: "covering", isProbe: true } as const] : []),
      { which: "all", isProbe: false },
    ] as const;
    let stage = 0;
    for (let round = 0; round < MOST_ROUNDS; round++) {
      if (!(await this.#setting.breathe())) return undefined;
      const draft = this.#plan(this.refused);
      if (this.#takeBackUnwritten(draft)) continue;
      if (draft.done.length === 0) return null;
      const { which, isProbe } = stages[stage]!;
      const asked = this.#judge(this.#textsOf(draft, isProbe), which, isProbe);
      const findings = asked.filter((finding) => !this.#hopeless.has(identityOf(finding)));
      if (findings.length > 0) {
        if (!(await this.#takeBackCulprits(findings, draft, isProbe))) return undefined;
      } else if (++stage === stages.length) return draft;
    }
    return null;
  }

  #plan(functions: ReadonlyMap<string, string>): Written {
    return this.#setting.plan({ functions, sites: this.unfixed });
  }

  #textsOf(draft: Written, isProbe: boolean): ReadonlyMap<string, string> {
    return isProbe ? this.#setting.probe!(draft) : draft.texts;
  }

  /** Whether something could not be written, so that all has to be planned again. */
  #takeBackUnwritten({ refused, unfixed }: Written): boolean {
    for (const [key, reason] of refused) this.refused.set(key, reason);
    for (const [site, reason] of unfixed) this.unfixed.set(site, reason);
    return refused.size + unfixed.size > 0;
  }

  #judge(texts: ReadonlyMap<string, string>, which: "all" | "covering", isProbe: boolean): readonly Finding[] {
    this.#rounds++;
    const findings: Finding[] = [];
    const visit = (project: ExaminedProject): unknown => findings.push(...findingsOf(project, isProbe));
    const unseen = this.#checker.examine(texts, visit, which, this.#quiet);
    for (const file of unseen)
      findings.push({ file, start: 0, key: "unseen", place: file, message: "no tsconfig includes its file", config: "" });
    return findings;
  }

  /** Takes back the functions without which errors are gone; false if the wave was ended. */
  async #takeBackCulprits(findings: readonly Finding[], draft: Written, isProbe: boolean): Promise<boolean> {
    // One at a time in each file: others are often its consequences.
    const first = findings.filter(({ file }, index) => findings.findIndex((each) => each.file === file) === index);
    for (const together of byProject(first)) {
      const suspects = new Map(together.map((finding) => [finding, suspectsOf(draft, finding)]));
      const culprits = await findCulprits(suspects, async (without, some) =>
        (await this.#setting.breathe()) ? this.#curedWithout(without, some, isProbe) : undefined,
      );
      if (!culprits) return false;
      for (const finding of together) {
        // A probe is not the code that a person would see, so its error says nothing to one.
        const reason = isProbe ? `it goes to where nobody would wait for it, at ${finding.place}` : finding.message;
        const found = culprits.get(finding);
        // What nobody would wait for is never left.
        for (const key of found ?? (isProbe ? suspects.get(finding)! : [])) this.refused.set(key, reason);
        if (!found && !this.#takeBackSites(draft, finding, reason)) this.#hopeless.add(identityOf(finding));
      }
    }
    return true;
  }

  /** Whether sites of an error's file were still to be taken back. */
  #takeBackSites({ done }: Draft<Site>, { file }: Finding, reason: string): boolean {
    const own = done.filter((site) => site.file === file && !this.unfixed.has(site));
    for (const site of own) this.unfixed.set(site, reason);
    return own.length > 0;
  }

  /** Which findings are gone without some functions. */
  #curedWithout(keys: ReadonlySet<string>, findings: readonly Finding[], isProbe: boolean): ReadonlySet<Finding> {
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
    };
  });
}

/** The functions that have to do with an error, those first whose code is nearest to it. */
function suspectsOf<Site>({ written, inserted }: Draft<Site>, { file, start }: Finding): readonly string[] {
  const distance = ({ file: own, at }: { readonly file: string; readonly at: number }): number => {
    const edited = inserted.get(own);
    return own !== file || !edited ? Number.MAX_SAFE_INTEGER : Math.abs(edited.toNew(at) - start);
  };
  const ordered = [...written].sort((a, b) => distance(a) - distance(b));
  return [...new Set(ordered.map(({ callable }) => callable))];
}
