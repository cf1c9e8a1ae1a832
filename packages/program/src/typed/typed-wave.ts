import { QuietProjects } from "../quiet-projects.js";
import type { TypeChecker } from "../type-checker.js";
import type { Which } from "../examined-project.js";
import { plainSide, type FlowEdge } from "./cut.js";
import type { Flow, WrapPlace } from "./flow.js";
import { isPlausible, type ValuePlace } from "./places.js";
import type { OriginalPlace } from "./program-view.js";
import { findImporters } from "./importers.js";
import { nearErrors } from "../wave/culprits.js";
import { converge, MOST_MENDINGS, stepFor, type Wave, type WaveStep } from "../wave/wave.js";
import type { Finding } from "./finding.js";
import { copyOf, editedTexts, glanceAt, judgeState, takeOut, type WaveState, type Wrapped, describeWave } from "./judge-state.js";
import { findNeedlessWraps, keysOf, likelyGroups, suspectsOf } from "./suspects.js";
import type { Held } from "./wanted-types.js";
import type { WaveHost, WaveResult, WaveSite } from "./wave-host.js";

const MOST_SETTLINGS = 6;
/** More than all wraps of a program together: a way on which nothing can be wrapped. */
const IMPOSSIBLE = 1e6;
const TEST_COST = 0.1;

/**
 * Gives a contract's types to all of their sites at once, in memory, with the type checker as the judge: where a plain value flows in, the
 * declaration that it comes from takes the type too, outwards to where strings enter; there, or at fewer places further in, it is
 * wrapped. What can't hold is taken back.
 */
export async function runTypedWave(
  checker: TypeChecker,
  sites: readonly WaveSite[],
  host: WaveHost,
): Promise<WaveResult | undefined> {
  return new TypedWave(checker, host, sites).run();
}

interface Asked {
  readonly findings: readonly Finding[];
  /** By file, relative to the root. */
  readonly texts: ReadonlyMap<string, string>;
}

class TypedWave implements Wave<Which, Finding> {
  readonly #checker: TypeChecker;
  readonly #host: WaveHost;
  readonly #state: WaveState;
  readonly #edges = new Map<string, FlowEdge<string>>();
  /** Constants without a written type that get it from their value. */
  readonly #following = new Set<string>();
  #isMoving = true;
  /** At first only the projects of the sites are asked, then so many as have all files between them; the last word is that of all. */
  #which: Which = "home";
  #rounds = 0;
  #isSurprised = false;
  readonly #quiet = new QuietProjects((projects) => this.tell(stepFor([], false), projects));
  /** The changes to which those that were asked said nothing last. */
  readonly #silenced = new Map<Which, string>();
  /** Where errors stay whatever is taken back, as far as a look at their project tells. */
  readonly #hopeless = new Set<string>();
  /** The errors of the last question that are there. */
  #stubborn: readonly Finding[] = [];
  readonly #unseen = new Set<string>();
  /** The errors of the last question, and the texts that it was about. */
  #last: Asked = { findings: [], texts: new Map() };
  /** The tsconfigs of the projects that have shown errors. */
  readonly #configs = new Set<string>();

  constructor(checker: TypeChecker, host: WaveHost, sites: readonly WaveSite[]) {
    this.#checker = checker;
    this.#host = host;
    this.#state = {
      ...{ retyped: new Map(), wraps: new Map(), refusedWraps: new Map(), banned: new Map(), takenBack: new Map() },
      plans: new Map(),
    };
    const importers = findImporters(checker, sites, host);
    for (const site of sites) {
      const { file, part, type, declares } = site;
      const key = `${file}\0site ${part[0]}`;
      const parts = importers.get(site) ?? [{ file, range: part }];
      const isReplaced = declares !== undefined;
      const named = { isNamed: isReplaced, name: declares ?? "", ...(isReplaced && { declares: true }) };
      this.#state.retyped.set(key, { key, type, parts, isSite: true, ...named });
    }
  }

  /** Undefined if the wave was ended. */
  async run(): Promise<WaveResult | undefined> {
    let ending: Awaited<ReturnType<typeof converge>>;
    do {
      this.#isMoving = true;
      this.#dropWraps();
      for (const which of ["home", "nearby", "covering"] as const)
        if ((await converge(this, which)) === "ended") return undefined;
      const needless = findNeedlessWraps(this.#checker, this.#state, this.#host, this.#configs);
      this.#cut();
      this.#isMoving = false;
      if ((await this.#settle(needless)) === "ended") return undefined;
      ending = await converge(this, "all");
      if (ending === "ended") return undefined;
      // What shows only when all are asked may be wrapped at fewer places further out.
    } while (ending === "surprised");
    if (this.#state.retyped.size === 0) this.#dropWraps();
    return describeWave(this.#state, this.#host, { rounds: this.#rounds, unseen: [...this.#unseen] });
  }

  /** Wraps anew what may be wrapped elsewhere, or not at all, now that it is known which declarations have a type for good. */
  async #settle(needless: ReadonlySet<string>): ReturnType<typeof converge> {
    const isTyped = (key: string): boolean => this.#state.retyped.has(key) || this.#following.has(key);
    this.#dropWraps(({ to }, place) => needless.has(place) || to === undefined || !isTyped(to));
    for (let settling = 0; settling < MOST_SETTLINGS; settling++) {
      const banned = this.#state.banned.size;
      const ending = await converge(this, "covering");
      if (ending !== "quiet" || this.#state.banned.size === banned) return ending;
      // Wraps of what goes into a declaration went with it; of others it is not known whose type they are for.
      this.#dropWraps(({ to }) => to === undefined);
    }
    return "quiet";
  }

  #dropWraps(isDropped: (wrap: Wrapped, place: string) => boolean = () => true): void {
    for (const [place, wrap] of this.#state.wraps) if (isDropped(wrap, place)) this.#state.wraps.delete(place);
  }

  breathe(): Promise<boolean> {
    return this.#host.breathe();
  }

  tell(step: WaveStep, projects = 0): void {
    this.#host.tell({ ...step, round: this.#rounds, projects });
  }

  ask(which: Which, round: number): readonly Finding[] | "again" | "quiet" | "surprised" {
    this.#which = which;
    const changes = this.#changes();
    if (changes === this.#silenced.get(which) || this.#state.retyped.size === 0) return "quiet";
    const isNew = ![...this.#silenced.values()].includes(changes);
    if (isNew && round < MOST_MENDINGS && this.mend(this.#askNear())) return "again";
    // What is left of it shows when all that the change reaches is asked, which comes next.
    if (which === "nearby" && round > 0) return "quiet";
    const findings = this.#askAll();
    if (findings.length === 0) {
      // The last word is no other than this one: what is likeliest to bring them goes, rather than all of the wave.
      if (which === "all" && this.takeBackLikeliest(this.#stubborn)) return "again";
      this.#silenced.set(which, this.#changes());
      return "quiet";
    }
    if (which !== "all" || this.#isSurprised || !findings.some((finding) => canBeMended(finding))) return findings;
    this.#isSurprised = true;
    return "surprised";
  }

  /** What they are asked about, as a text: nothing is asked twice to which they had nothing to say. */
  #changes(): string {
    const { retyped, wraps } = this.#state;
    const changes = [...retyped.values(), ...[...wraps].map(([key, { type }]) => ({ key, type }))];
    return changes
      .map(({ key, type }) => `${key} ${type}`)
      .sort()
      .join("\n");
  }

  #askAll(): readonly Finding[] {
    this.#rounds++;
    const { findings, unseen } = judgeState(this.#checker, this.#state, this.#host, { which: this.#which, quiet: this.#quiet });
    for (const file of unseen) this.#unseen.add(file);
    for (const retyped of [...this.#state.retyped.values()])
      if (retyped.parts.some(({ file }) => unseen.has(file)))
        this.#takeBackKey(retyped.key, "no tsconfig includes its file, so only an edit of that file alone may do it");
    for (const { config } of findings) this.#configs.add(config);
    return this.#remember(findings);
  }

  /**
   * Asks only about what was edited since the last question and what had errors then: most of what there is to mend shows there, and checking all
   * that a change may reach takes longest.
   */
  #askNear(): readonly Finding[] {
    const { findings: last, texts } = this.#last;
    const edited = [...editedTexts(this.#state, this.#host)].flatMap(([file, { text }]) =>
      texts.get(file) === text ? [] : [file],
    );
    if (texts.size === 0 || edited.length === 0) return [];
    const found = [...this.#configs].flatMap((config) => {
      const files = new Set([...edited, ...last.flatMap((finding) => (finding.config === config ? [finding.file] : []))]);
      return glanceAt(this.#checker, this.#state, this.#host, { near: { config, files }, whole: this.#state });
    });
    const open = this.#remember(found);
    if (open.length > 0) this.tell(stepFor(open, false));
    return open;
  }

  /** Those that are open. */
  #remember(findings: readonly Finding[]): readonly Finding[] {
    const texts = new Map([...editedTexts(this.#state, this.#host)].map(([file, { text }]) => [file, text]));
    const open = findings.filter((finding) => this.#isOpen(finding));
    this.#stubborn = findings.filter((finding) => !this.#isOpen(finding));
    this.#last = { findings: open, texts };
    return open;
  }

  mend(findings: readonly Finding[]): boolean {
    let isChanged = false;
    const fresh = new Set<string>();
    for (const finding of findings) {
      const { explanation } = finding;
      if (!("flows" in explanation)) continue;
      for (const flow of explanation.flows) isChanged = this.#mendFlow(flow, fresh, finding.message) || isChanged;
    }
    return isChanged;
  }

  #mendFlow(flow: Flow, fresh: Set<string>, message: string): boolean {
    const { from, to, type, obstacle } = flow;
    if (obstacle !== undefined) return this.#takeBackOneOf(flow, obstacle);
    const isMoved = from !== undefined && this.#move(flow, from, fresh);
    this.#learn(flow, isMoved ? from.key : undefined);
    if (isMoved && from.parts.length > 0) return true;
    if (isMoved && flow.before.map((before) => this.#mendFlow(before, fresh, message)).includes(true)) return true;
    const at = this.#placeToWrap(flow, fresh);
    const place = at && keyOf(at);
    if (place !== undefined && fresh.has(place)) return true;
    if (!at || place === undefined || this.#state.refusedWraps.has(place) || this.#state.wraps.has(place)) {
      const refusal = place === undefined ? undefined : this.#state.refusedWraps.get(place);
      return this.#takeBackOneOf(flow, refusal ?? message);
    }
    // What is wrapped as a whole needs no wraps of its parts.
    for (const [key, wrap] of this.#state.wraps) if (wrap.to === to?.key && isInside(wrap, at)) this.#state.wraps.delete(key);
    this.#state.wraps.set(place, { ...at, type, to: to?.key });
    fresh.add(place);
    return true;
  }

  /** Around all of a choice, unless one value of it is the only one that does not come with the type. */
  #placeToWrap({ at, choice }: Flow, fresh: ReadonlySet<string>): WrapPlace | undefined {
    if (!choice || this.#state.refusedWraps.has(keyOf(choice.at))) return at;
    const plain = choice.values.filter((value) => !value.from || !this.#mayMove(value, value.from, fresh));
    return plain.length === 1 && choice.values.length > 1 ? at : choice.at;
  }

  /** Whether a declaration may take the type; `fresh` are those and the wraps since the checker was asked. */
  #mayMove({ type, goesTo, at }: Flow, place: ValuePlace, fresh: ReadonlySet<string>): boolean {
    const { key, parts, initializer, name } = place;
    if (fresh.has(key)) return this.#state.retyped.get(key)?.type === type || this.#following.has(key);
    if (this.#state.banned.has(key) || this.#state.retyped.has(key)) return false;
    if (!this.#isMoving) return parts.length === 0 && this.#following.has(key);
    if (parts.length === 0 && initializer === undefined) return false;
    const typeForName = (each: string): string | undefined => this.#host.typeForName(each);
    // What goes there as part of a whole object can be wrapped nowhere else.
    const isOnlyWay = at === undefined && parts.length === 0 && (typeForName(name) ?? type) === type;
    if (!isOnlyWay && !isPlausible(place, type, typeForName)) return false;
    // A value that goes to two of the types is of neither.
    if (goesTo.some((each) => (typeForName(each) ?? type) !== type)) return false;
    if (parts.length === 0) return !this.#following.has(key);
    return parts.every(({ file, range }) => this.#host.mayRetype(file, range));
  }

  /** Lets a declaration take the type, if it may. */
  #move(flow: Flow, place: ValuePlace, fresh: Set<string>): boolean {
    if (!this.#mayMove(flow, place, fresh)) return false;
    const { key, parts, name } = place;
    const { type } = flow;
    if (fresh.has(key) || !this.#isMoving) return true;
    if (parts.length === 0) {
      this.#following.add(key);
    } else {
      this.#state.retyped.set(key, { key, type, parts, isSite: false, isNamed: true, name });
    }
    fresh.add(key);
    return true;
  }

  #learn({ at, from, to }: Flow, movedFrom: string | undefined): void {
    if (!this.#isMoving) return;
    const cost = at ? (this.#host.isTest(at.file) ? TEST_COST : 1) : IMPOSSIBLE;
    const isNode = to !== undefined && (this.#following.has(to.key) || this.#state.retyped.get(to.key)?.isSite === false);
    const key = `${at ? keyOf(at) : (from?.key ?? "")}\0${to?.key ?? ""}`;
    this.#edges.set(key, { from: movedFrom, to: isNode ? to.key : undefined, cost });
  }

  /** Leaves plain what is cheaper to wrap further in. */
  #cut(): void {
    const isNode = (key: string | undefined): boolean =>
      key !== undefined && (this.#following.has(key) || this.#state.retyped.get(key)?.isSite === false);
    const edges = [...this.#edges.values()].map(({ from, to, cost }) => ({
      ...{ from: isNode(from) ? from : undefined, to: isNode(to) ? to : undefined, cost },
    }));
    for (const key of plainSide(edges)) {
      this.#state.retyped.delete(key);
      this.#following.delete(key);
    }
  }

  /** Takes back a declaration that only followed the flow, else the one that the value goes to. */
  #takeBackOneOf({ from, to }: Flow, reason: string): boolean {
    const candidates = [from, to].flatMap((place) => (place ? [place.key] : []));
    const follower = candidates.find((key) => this.#following.has(key) || this.#state.retyped.get(key)?.isSite === false);
    const site = [...candidates].reverse().find((key) => this.#state.retyped.has(key));
    const chosen = follower ?? site;
    return chosen !== undefined && this.#takeBackKey(chosen, reason);
  }

  #takeBackKey(key: string, reason: string): boolean {
    const wrap = this.#state.wraps.get(key);
    if (wrap) {
      this.#state.refusedWraps.set(key, reason);
      this.#state.wraps.delete(key);
      return true;
    }
    const retyped = this.#state.retyped.get(key);
    const isFollowing = this.#following.delete(key);
    if (!retyped && !isFollowing) return false;
    this.#state.banned.set(key, reason);
    this.#state.retyped.delete(key);
    if (retyped?.isSite) this.#state.takenBack.set(retyped, reason);
    for (const [place, wrap] of this.#state.wraps) if (wrap.to === key) this.#state.wraps.delete(place);
    return true;
  }

  suspectsOf(finding: Finding): readonly string[] {
    return suspectsOf(this.#state, finding);
  }

  takeBack(finding: Finding, culprits: readonly string[] | undefined): boolean {
    if (!culprits) this.#hopeless.add(placeIn(finding));
    return this.#takeBackAll(culprits ?? [], finding.message);
  }

  takeBackLikeliest(findings: readonly Finding[]): boolean {
    let isTakenBack = false;
    for (const finding of findings) {
      const likeliest = likelyGroups(this.#state, finding).find((group) => group.length > 0);
      if (likeliest && this.#takeBackAll(likeliest, finding.message)) isTakenBack = true;
      else this.#hopeless.add(placeIn(finding));
    }
    return isTakenBack;
  }

  #takeBackAll(suspects: readonly string[], reason: string): boolean {
    return [...keysOf(this.#state, suspects)].map((key) => this.#takeBackKey(key, reason)).includes(true);
  }

  #isOpen(finding: Finding): boolean {
    return !this.#hopeless.has(placeIn(finding));
  }

  curedWithout(suspects: ReadonlySet<string>, findings: readonly Finding[], together: readonly Finding[]): ReadonlySet<Finding> {
    const places = new Set(together.map(({ place }) => place));
    const state = copyOf(this.#state);
    takeOut(state, keysOf(state, suspects));
    // What came with an import is gone only without it, and a declaration that is there again has the import's name.
    const losesImports =
      findings.some(({ isByImport }) => isByImport) || [...this.#state.retyped.values()].some(({ declares }) => declares);
    const whole = losesImports ? state : this.#state;
    const left = glanceAt(this.#checker, state, this.#host, { near: nearErrors(findings), whole, known: together });
    const isIll = (finding: Finding): boolean => {
      // What looks as if it could be mended, and was not, is no better for it.
      const there = left.filter((each) => each.statement === finding.statement && (canBeMended(finding) || !canBeMended(each)));
      // An error at a place that had none may be this one, in other words.
      return there.some(({ place }) => place === undefined || place === finding.place || !places.has(place));
    };
    return new Set(findings.filter((finding) => !isIll(finding)));
  }
}

/** Whether wraps or types for what flows could end an error. */
function canBeMended({ explanation }: Finding): boolean {
  if (!("flows" in explanation)) return false;
  return explanation.flows.every(({ obstacle, at, from }) => obstacle === undefined && (at !== undefined || from !== undefined));
}

function isInside(inner: OriginalPlace, outer: OriginalPlace): boolean {
  return inner.file === outer.file && outer.range[0] <= inner.range[0] && inner.range[1] <= outer.range[1];
}

function placeIn({ statement, place }: Finding): string {
  return place ?? statement;
}

/** The key of an expression's place. */
function keyOf({ file, range }: OriginalPlace & { readonly held?: Held }): string {
  return `${file}\0${range.join("-")}`;
}
