import type { CheckedProject } from "./checked-project.js";
import type { ToldErrors } from "./project-state.js";
import type { TypeError } from "./type-errors.js";

/** Cannot find a module, its declarations, or a type library. */
const BLINDING = new Set([2307, 2688, 2792, 7016]);

/** Whether errors say that types are missing, so that others may be hidden. */
function areBlinding(codes: readonly number[]): boolean {
  return codes.some((code) => BLINDING.has(code));
}

/** What one project said of a change, as plain data: its program may be let go. */
export interface Answer extends Omit<ToldErrors, "errorsOf" | "isRead"> {
  readonly project: CheckedProject;
  /** The changed files that the project has. */
  readonly own: readonly string[];
  /** Those of them with an import whose types are missing. */
  readonly blind: readonly string[];
  /** Of the files that were checked again, those that have some. */
  readonly errors: ReadonlyMap<string, readonly TypeError[]>;
}

/** What a project's verdict says; `own` are the changed files that the project has, `told` those whose missing types matter. */
export function toAnswer(
  project: CheckedProject,
  verdict: ToldErrors,
  own: readonly string[],
  told: readonly string[] = own,
): Answer {
  const { added, reworded, checked, reach, id, errorsOf, isRead } = verdict;
  const errors = new Map([...checked].map((file) => [file, errorsOf(file)] as const).filter(([, each]) => each.length > 0));
  const blind = told.filter((file) => !isRead(file) && areBlinding(errorsOf(file).map(({ code }) => code)));
  return { project, own, blind, added, reworded, checked, reach, id, errors };
}

/** An error, with the path of the tsconfig that has it where that is not the one of its file. */
export interface ForeignError extends TypeError {
  readonly config?: string;
}

/** What projects said of one change. It holds no program, so that memory stays in bounds however many are asked. */
export class Answers {
  /** The changed files that a project has. */
  readonly seen = new Set<string>();
  /** Those with an import whose types are missing. */
  readonly blind = new Set<string>();
  readonly #answers: Answer[] = [];

  add(answer: Answer): void {
    this.#answers.push(answer);
    for (const file of answer.own) this.seen.add(file);
    for (const file of answer.blind) this.blind.add(file);
  }

  /** The new errors, first those that a file has at home; a file of two projects has each of its errors once. */
  added(homeOf: (file: string) => CheckedProject | undefined): readonly ForeignError[] {
    const errors = this.#answers.flatMap(({ project, added }) =>
      added.map((error) => ((homeOf(error.file) ?? project) === project ? error : { ...error, config: project.config.path })),
    );
    return onceEach(errors.toSorted((one, other) => Number("config" in one) - Number("config" in other)));
  }

  /** The old errors with other words: those of before, as far as they are still there, and those of this change. */
  rewordedSince(before: readonly TypeError[]): readonly TypeError[] {
    const stillThere = before.flatMap((error): readonly TypeError[] => {
      const asked = this.#answers.filter(({ checked }) => checked.has(error.file));
      if (asked.length === 0) return [error];
      const errors = asked.flatMap((answer) => answer.errors.get(error.file) ?? []);
      const now =
        errors.find(({ keyBesideMessage }) => keyBesideMessage === error.keyBesideMessage) ??
        errors.find(({ keyBesideLine }) => keyBesideLine === error.keyBesideLine);
      return now ? [now] : [];
    });
    const all = [...stillThere, ...this.#answers.flatMap(({ reworded }) => reworded)];
    return [...new Map(all.map((error) => [`${error.keyBesideMessage}\0${error.line}`, error])).values()];
  }

  /** Makes the change the state that the next one is compared with. */
  keep(): void {
    for (const { project, id } of this.#answers) project.keep(id);
  }
}

/** Errors of which a file of two projects has each once, as the first one says it. */
export function onceEach<Told extends TypeError>(errors: readonly Told[]): readonly Told[] {
  const told = new Map<string, Told>();
  for (const error of errors) {
    const key = `${error.key}\0${error.line}:${error.column}`;
    if (!told.has(key)) told.set(key, error);
  }
  return [...told.values()];
}
