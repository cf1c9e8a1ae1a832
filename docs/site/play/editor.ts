import { autocompletion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { javascript } from "@codemirror/lang-javascript";
import { markdown } from "@codemirror/lang-markdown";
import { yamlFrontmatter } from "@codemirror/lang-yaml";
import { syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics, type Diagnostic as Shown } from "@codemirror/lint";
import { EditorState, StateEffect, StateField, type Extension } from "@codemirror/state";
import { Decoration, EditorView, hoverTooltip, WidgetType, type DecorationSet } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import { basicSetup } from "codemirror";
import type { Completion, FileAnswer, Hint, Hover } from "../engine/protocol.js";
import { element, renderMarkdown, type FollowLink } from "./markdown.js";

/** What an editor asks about the file that it shows. */
export interface EditorHost {
  changed(text: string): void;
  hover(offset: number): Promise<Hover | undefined>;
  complete(offset: number): Promise<readonly Completion[]>;
  readonly follow: FollowLink;
}

const SHOWN_BY_LEVEL = { fix: "warning", suggestion: "info", hint: "hint" } as const;

/** The language of a path's extension; the colours are the page's, light and dark. */
export function languageOf(path: string): Extension {
  return [syntaxHighlighting(classHighlighter), grammarOf(path)];
}

function grammarOf(path: string): Extension {
  if (path.endsWith(".md")) return yamlFrontmatter({ content: markdown() });
  return javascript({ typescript: /\.[cm]?tsx?$/.test(path), jsx: /[jt]sx$|\.[cm]?js$/.test(path) });
}

/** A text editor with the hints, hovers and quick fixes of the engine. */
export class Editor {
  readonly view: EditorView;
  readonly #host: EditorHost;

  constructor(parent: HTMLElement, host: EditorHost) {
    this.#host = host;
    this.view = new EditorView({ parent });
  }

  /** Shows another file; the history of changes begins anew. */
  open(path: string, text: string): void {
    this.view.setState(EditorState.create({ doc: text, extensions: [this.#extensions(), languageOf(path)] }));
    this.view.contentDOM.setAttribute("aria-label", path);
  }

  get text(): string {
    return this.view.state.doc.toString();
  }

  /** Replaces the text as a change, so that it can be undone. */
  write(text: string): void {
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text } });
  }

  /** Underlines and hints; those for another text than the one that is shown are left out. */
  show({ diagnostics, hints }: Pick<FileAnswer, "diagnostics" | "hints">): void {
    const { state } = this.view;
    const length = state.doc.length;
    const shown = diagnostics.map((each): Shown => {
      const { span, severity, id, message, level, actions, isStruck } = each;
      return {
        from: Math.min(span[0], length),
        to: Math.min(span[1], length),
        severity: level === undefined ? (severity === "error" ? "error" : "warning") : SHOWN_BY_LEVEL[level],
        source: id,
        message,
        ...(isStruck && { markClass: "play-struck" }),
        actions: actions.map(({ title, edits }) => ({
          name: title,
          apply: (view) => {
            view.dispatch({ changes: edits.map(({ range, text }) => ({ from: range[0], to: range[1], insert: text })) });
          },
        })),
      };
    });
    this.view.dispatch(setDiagnostics(state, shown));
    this.view.dispatch({ effects: setHints.of(hints.filter(({ offset }) => offset <= length)) });
  }

  select(from: number, to = from): void {
    this.view.dispatch({ selection: { anchor: from, head: to }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
    this.view.focus();
  }

  #extensions(): Extension {
    const host = this.#host;
    return [
      basicSetup,
      lintGutter(),
      hintsField,
      EditorView.lineWrapping,
      EditorView.updateListener.of(({ docChanged, state }) => docChanged && host.changed(state.doc.toString())),
      hoverTooltip(async (view, offset) => {
        const hover = await host.hover(offset).catch(() => undefined);
        if (!hover || hover.span[1] > view.state.doc.length) return null;
        return { pos: hover.span[0], end: hover.span[1], above: true, create: () => ({ dom: hoverBox(hover, host.follow) }) };
      }),
      autocompletion({ override: [(context) => completionsAt(host, context)] }),
    ];
  }
}

function hoverBox(hover: Hover, follow: FollowLink): HTMLElement {
  const box = element("div", "", "play-hover");
  box.append(renderMarkdown(hover.markdown, follow));
  return box;
}

async function completionsAt(host: EditorHost, context: CompletionContext): Promise<CompletionResult | null> {
  if (!context.explicit && !context.matchBefore(/[\w$./#-]+/)) return null;
  const completions = await host.complete(context.pos).catch(() => []);
  const [first] = completions;
  if (!first) return null;
  const options = completions.map(({ label, text, description }) => ({
    label,
    apply: text,
    ...(description !== undefined && { info: description }),
  }));
  return { from: first.span[0], to: first.span[1], options };
}

class HintWidget extends WidgetType {
  constructor(readonly hint: Hint) {
    super();
  }
  override eq({ hint }: HintWidget): boolean {
    return hint.text === this.hint.text && hint.tooltip === this.hint.tooltip;
  }
  override toDOM(): HTMLElement {
    const shown = element("span", this.hint.text, "play-hint");
    shown.title = this.hint.tooltip;
    return shown;
  }
}

const setHints = StateEffect.define<readonly Hint[]>();

const hintsField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(known, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(setHints)) continue;
      const widgets = effect.value.map((hint) => Decoration.widget({ widget: new HintWidget(hint), side: 1 }).range(hint.offset));
      return Decoration.set(widgets, true);
    }
    return known.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});
