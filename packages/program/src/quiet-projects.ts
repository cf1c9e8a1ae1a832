import type { Answer } from "./answers.js";
import type { CheckedProject } from "./checked-project.js";
import type { Texts } from "./project-state.js";
import type { ProjectState } from "./project-state.js";

/** What a project is asked. */
interface Question {
  readonly project: CheckedProject;
  /** Whether it was asked only about what is near. */
  readonly isNear: boolean;
  readonly change: Texts;
  /** The texts with which the change is compared. */
  readonly kept: Texts;
}

interface Quiet extends Question {
  readonly answer: Answer;
  /** The files that its program had with the change. */
  readonly files: ReadonlySet<string>;
}

/** The projects to which a change added nothing: they are not asked again until something that they read is another. */
export class QuietProjects {
  readonly #known = new Map<CheckedProject, Quiet>();
  readonly #settled = new Set<CheckedProject>();
  /** Told how many projects may still be asked, each time that one is. */
  readonly tellLeft: (projects: number) => void;

  constructor(tellLeft: (projects: number) => void = () => undefined) {
    this.tellLeft = tellLeft;
  }

  /** Takes note of a project that has nothing to say beside the one that stands for it: that one is asked about what changes later. */
  settle(project: CheckedProject): void {
    this.#settled.add(project);
  }

  isSettled(project: CheckedProject): boolean {
    return this.#settled.has(project);
  }

  /** What a project answered to a question that is the same for it. */
  find({ project, isNear, change, kept }: Question): Answer | undefined {
    const known = this.#known.get(project);
    if (!known || known.kept !== kept || known.isNear !== isNear) return undefined;
    const files = new Set([...known.change.keys(), ...change.keys()]);
    const isSame = [...files].every((file) => !known.files.has(file) || known.change.get(file) === change.get(file));
    return isSame ? known.answer : undefined;
  }

  /** Takes note of an answer; `after` is the project's state with the change, undefined if that changes nothing there. */
  learn(question: Question, answer: Answer, after: ProjectState | undefined): void {
    this.#known.delete(question.project);
    if (!after || answer.added.length + answer.reworded.length > 0) return;
    const files = new Set(after.ownFiles());
    this.#known.set(question.project, { ...question, answer, files });
  }
}
