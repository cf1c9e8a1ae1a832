import { unifiedMergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import type { Diagnostic, FileAnswer } from "../engine/protocol.js";
import { languageOf } from "./editor.js";
import { element } from "./markdown.js";

/** What the result asks of the page. */
export interface ResultHost {
  go(path: string, offset: number, end?: number): void;
  /** Writes the shown result into the files. */
  apply(texts: ReadonlyMap<string, string>): void;
}

/** What is shown of an answer. */
export interface ShownResult {
  readonly answers: readonly FileAnswer[];
  readonly texts: ReadonlyMap<string, string>;
  /** The file in the middle. */
  readonly path: string;
}

/** The right side: what is found in all files, whether the examples hold, and what the shown file becomes. */
export class Result {
  readonly #host: ResultHost;
  readonly #summary = element("p", "", "play-summary");
  readonly #list = element("ol", "", "play-list");
  readonly #examples = element("ul", "", "play-examples");
  readonly #diff = element("div", "", "play-diff");
  readonly #suggestions = element("input");
  readonly #apply = element("button", "Write this into the files", "play-button");
  #view: EditorView | undefined;
  #shown: ShownResult | undefined;

  constructor(parent: HTMLElement, host: ResultHost) {
    this.#host = host;
    this.#summary.setAttribute("role", "status");
    this.#suggestions.type = "checkbox";
    this.#suggestions.addEventListener("change", () => this.#showDiff());
    this.#apply.addEventListener("click", () => this.#host.apply(this.#results()));
    const choice = element("label", "", "play-choice");
    choice.append(this.#suggestions, " with suggestions, which a person looks at first");
    const heading = element("h2", "What it becomes");
    parent.append(this.#summary, this.#list, this.#examples, heading, choice, this.#diff, this.#apply);
  }

  show(shown: ShownResult): void {
    this.#shown = shown;
    this.#showCounts(shown.answers);
    this.#list.replaceChildren(...shown.answers.flatMap((answer) => answer.diagnostics.map((each) => this.#row(answer, each))));
    this.#examples.replaceChildren(...shown.answers.flatMap((answer) => this.#verdicts(answer)));
    this.#showDiff();
  }

  /** Instead of an answer. */
  fail(message: string): void {
    this.#summary.textContent = message;
    this.#summary.classList.add("play-failed");
  }

  #showCounts(answers: readonly FileAnswer[]): void {
    const all = answers.flatMap(({ diagnostics }) => diagnostics);
    const count = (level: Diagnostic["level"]): number => all.filter((each) => each.level === level).length;
    const broken = all.filter((each) => each.level === undefined && each.severity === "error").length;
    const parts = [
      ...(broken > 0 ? [`${broken} to repair`] : []),
      `${count("fix")} with a fix`,
      `${count("suggestion")} to look at`,
      `${count("hint")} by hand`,
    ];
    this.#summary.textContent = all.length === 0 ? "Nothing is found." : parts.join(", ");
    this.#summary.classList.remove("play-failed");
  }

  #row({ path }: FileAnswer, { span, level, severity, message, id }: Diagnostic): HTMLElement {
    const row = element("li");
    const button = element("button", "", "play-row");
    const line = this.#shown!.texts.get(path)!.slice(0, span[0]).split("\n").length;
    button.append(
      element("span", level ?? severity, `play-level play-is-${level ?? severity}`),
      element("span", `${path}:${line}`, "play-place"),
      element("span", message),
      element("span", id, "play-id"),
    );
    button.addEventListener("click", () => this.#host.go(path, span[0], span[1]));
    row.append(button);
    return row;
  }

  #verdicts({ path, examples }: FileAnswer): HTMLElement[] {
    return examples.map(({ line, failure }) => {
      const row = element("li");
      const button = element("button", `Example in line ${line}: ${failure === undefined ? "holds" : "fails"}`, "play-row");
      button.addEventListener("click", () => this.#host.go(path, offsetOfLine(this.#shown!.texts.get(path)!, line)));
      row.append(button);
      if (failure !== undefined) row.append(element("pre", failure));
      return row;
    });
  }

  #results(): ReadonlyMap<string, string> {
    const isWide = this.#suggestions.checked;
    return new Map(this.#shown?.answers.map((each) => [each.path, isWide ? each.suggested : each.fixed]));
  }

  #showDiff(): void {
    if (!this.#shown) return;
    const { path, texts } = this.#shown;
    const before = texts.get(path) ?? "";
    const after = this.#results().get(path) ?? before;
    const changed = [...this.#results()].some(([file, text]) => text !== texts.get(file));
    this.#apply.disabled = !changed;
    this.#view?.destroy();
    this.#view = new EditorView({
      parent: this.#diff,
      state: EditorState.create({
        doc: after,
        extensions: [
          EditorView.editable.of(false),
          EditorState.readOnly.of(true),
          EditorView.lineWrapping,
          lineNumbers(),
          languageOf(path),
          unifiedMergeView({ original: before, mergeControls: false }),
        ],
      }),
    });
    this.#view.contentDOM.setAttribute("aria-label", `${path} after the edits`);
  }
}

function offsetOfLine(text: string, line: number): number {
  return text.split("\n", line - 1).join("\n").length + (line > 1 ? 1 : 0);
}
