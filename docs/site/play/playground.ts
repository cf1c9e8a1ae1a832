import type { FileAnswer } from "../engine/protocol.js";
import { Editor } from "./editor.js";
import { EngineClient, EngineError } from "./engine-client.js";
import type { Example } from "./examples.js";
import { findPathFault, LinkError, readLink, writeLink, type PlayState } from "./link.js";
import { element } from "./markdown.js";
import { Result } from "./result.js";
import { Tabs } from "./tabs.js";

/** What the page gives the playground. */
export interface PlaygroundOptions {
  /** The address of the engine's bundle. */
  readonly engine: string;
  readonly examples: readonly Example[];
}

/** After this many milliseconds without a key the engine is asked. */
const PAUSE = 150;

/** The playground in an element; returns what closes it. */
export async function openPlayground(parent: HTMLElement, options: PlaygroundOptions): Promise<() => void> {
  const page = new PlaygroundPage(parent, options);
  await page.openLink();
  return () => page.close();
}

function isContract(path: string): boolean {
  return path.startsWith("migrations/") && path.endsWith(".md");
}

class PlaygroundPage {
  readonly #engine: EngineClient;
  readonly #examples: readonly Example[];
  readonly #contract: Side;
  readonly #code: Side;
  readonly #result: Result;
  readonly #notice = element("p", "", "play-notice");
  readonly #copied = element("span", "", "play-copied");
  readonly #menu = element("select", "", "play-menu");
  #files = new Map<string, string>();
  #answers: readonly FileAnswer[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  constructor(parent: HTMLElement, { engine, examples }: PlaygroundOptions) {
    this.#engine = new EngineClient(engine);
    this.#examples = examples;
    const [contract, code, result] = ["Contract", "Code", "Result"].map((name) => {
      const section = element("section", "", "play-side");
      section.setAttribute("aria-label", name);
      return section;
    }) as [HTMLElement, HTMLElement, HTMLElement];
    this.#contract = this.#side(contract, isContract, "migrations/another.md");
    this.#code = this.#side(code, (path) => !isContract(path), "src/another.ts");
    this.#result = new Result(result, {
      go: (path, from, to) => this.#go(path, from, to),
      apply: (texts) => this.#write(texts),
    });
    const columns = element("div", "", "play-columns");
    columns.append(contract, code, result);
    this.#notice.setAttribute("role", "alert");
    this.#notice.hidden = true;
    parent.replaceChildren(this.#bar(), this.#notice, columns);
    addEventListener("hashchange", this.#onLink);
  }

  close(): void {
    removeEventListener("hashchange", this.#onLink);
    clearTimeout(this.#timer);
    this.#engine.close();
  }

  readonly #onLink = (): void => void this.openLink();

  /** Opens what the address carries; without anything the first example. */
  async openLink(): Promise<void> {
    const carried = location.hash.slice(1);
    this.#say("");
    const named = this.#examples.find(({ name }) => name === carried);
    if (carried === "" || named) {
      this.#open((named ?? this.#examples[0]!).state);
      return;
    }
    try {
      this.#open(await readLink(carried));
    } catch (error) {
      if (!(error instanceof LinkError)) throw error;
      this.#open(this.#examples[0]!.state);
      this.#say(`${error.message} This is the first example instead.`);
    }
  }

  #open({ files, shown }: PlayState): void {
    this.#files = new Map(files);
    this.#contract.open(this.#files);
    this.#code.open(this.#files, shown);
    this.#ask();
  }

  #say(message: string): void {
    this.#notice.textContent = message;
    this.#notice.hidden = message === "";
  }

  #side(parent: HTMLElement, isOwn: (path: string) => boolean, fresh: string): Side {
    return new Side(parent, {
      isOwn,
      fresh,
      changed: (path, text) => {
        if (text === undefined) this.#files.delete(path);
        else this.#files.set(path, text);
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#ask(), PAUSE);
      },
      opened: () => this.#show(),
      say: (message) => this.#say(message),
      engine: this.#engine,
      follow: (address) => this.#follow(address),
    });
  }

  #ask(): void {
    const asked = ++this.#asked;
    const files = new Map(this.#files);
    this.#engine.answer(files).then(
      (answers) => {
        if (asked !== this.#asked) return;
        this.#answers = answers;
        this.#show();
      },
      (error: unknown) => {
        if (asked === this.#asked && error instanceof EngineError) this.#result.fail(error.message);
      },
    );
  }

  #show(): void {
    if (this.#answers.length === 0) return;
    this.#contract.show(this.#answers);
    this.#code.show(this.#answers);
    const answers = this.#answers.filter(({ path }) => this.#files.has(path));
    this.#result.show({ answers, texts: this.#files, path: this.#code.path });
  }

  #go(path: string, from: number, to?: number): void {
    (isContract(path) ? this.#contract : this.#code).go(path, from, to);
  }

  /** A link of a hover: it leads to a line of a contract. */
  #follow(address: string): void {
    const [, path, line] = /\/(migrations\/[^#]+)#L(\d+)$/.exec(address) ?? [];
    const text = path === undefined ? undefined : this.#files.get(decodeURIComponent(path));
    if (path === undefined || text === undefined) return;
    const offset = text.split("\n", Number(line) - 1).join("\n").length + 1;
    this.#contract.go(decodeURIComponent(path), offset);
  }

  #write(texts: ReadonlyMap<string, string>): void {
    for (const [path, text] of texts) {
      if (this.#files.get(path) === text) continue;
      this.#files.set(path, text);
      (isContract(path) ? this.#contract : this.#code).write(path, text);
    }
    this.#ask();
  }

  #bar(): HTMLElement {
    const bar = element("div", "", "play-bar");
    this.#menu.setAttribute("aria-label", "Examples");
    const groups = [...new Set(this.#examples.map(({ group }) => group))];
    this.#menu.append(
      ...groups.map((group) => {
        const options = element("optgroup");
        options.label = group;
        const own = this.#examples.filter((each) => each.group === group);
        options.append(...own.map(({ name, title }) => Object.assign(element("option", title), { value: name })));
        return options;
      }),
    );
    this.#menu.addEventListener("change", () => {
      location.hash = this.#menu.value;
    });
    const copy = element("button", "Copy link", "play-button");
    copy.addEventListener("click", () => void this.#copyLink());
    this.#copied.setAttribute("role", "status");
    const promise = "Everything runs in this page; nothing leaves it.";
    bar.append(this.#menu, copy, this.#copied, element("span", promise, "play-promise"));
    return bar;
  }

  async #copyLink(): Promise<void> {
    const carried = await writeLink({ files: this.#files, shown: this.#code.path });
    history.replaceState(history.state, "", `#${carried}`);
    const isCopied = await navigator.clipboard.writeText(location.href).then(
      () => true,
      () => false,
    );
    this.#copied.textContent = isCopied ? "The link is copied." : "The link is in the address bar.";
  }
}

interface SideHost {
  isOwn(path: string): boolean;
  /** The path that is proposed for a new file. */
  readonly fresh: string;
  /** A text is undefined where the file is gone. */
  changed(path: string, text: string | undefined): void;
  opened(): void;
  say(message: string): void;
  readonly engine: EngineClient;
  follow(address: string): void;
}

/** One side with its files: the contracts, or the code. */
class Side {
  readonly #host: SideHost;
  readonly #tabs: Tabs;
  readonly #editor: Editor;
  #files = new Map<string, string>();
  #answers: readonly FileAnswer[] = [];
  path = "";

  constructor(parent: HTMLElement, host: SideHost) {
    this.#host = host;
    this.#tabs = new Tabs(parent, {
      open: (path) => this.#switch(path),
      add: () => this.#add(),
      remove: (path) => this.#remove(path),
    });
    this.#editor = new Editor(parent, {
      changed: (text) => {
        this.#files.set(this.path, text);
        host.changed(this.path, text);
      },
      hover: (offset) => host.engine.hover({ path: this.path, text: this.#editor.text, offset }),
      complete: (offset) => host.engine.complete({ path: this.path, text: this.#editor.text, offset }),
      follow: (address) => host.follow(address),
    });
  }

  open(files: ReadonlyMap<string, string>, shown?: string): void {
    this.#files = new Map([...files].filter(([path]) => this.#host.isOwn(path)));
    const first = [...this.#files.keys()].find((path) => path !== "package.json");
    this.#showFile(shown !== undefined && this.#files.has(shown) ? shown : (first ?? ""));
  }

  show(answers: readonly FileAnswer[]): void {
    this.#answers = answers;
    const own = answers.find(({ path }) => path === this.path);
    if (own) this.#editor.show(own);
  }

  go(path: string, from: number, to?: number): void {
    if (path !== this.path) this.#switch(path);
    this.#editor.select(from, to);
  }

  write(path: string, text: string): void {
    this.#files.set(path, text);
    if (path === this.path) this.#editor.write(text);
  }

  #switch(path: string): void {
    this.#showFile(path);
    this.show(this.#answers);
    this.#host.opened();
  }

  #showFile(path: string): void {
    this.path = path;
    this.#tabs.show([...this.#files.keys()], path);
    this.#editor.open(path, this.#files.get(path) ?? "");
  }

  #add(): void {
    const path = prompt("The path of the new file", this.#host.fresh)?.trim();
    if (path === undefined || path === "") return;
    const fault = findPathFault(path) ?? (this.#host.isOwn(path) ? undefined : `Here are files such as ${this.#host.fresh}.`);
    this.#host.say(fault ?? "");
    if (fault !== undefined) return;
    if (!this.#files.has(path)) {
      this.#files.set(path, "");
      this.#host.changed(path, "");
    }
    this.#switch(path);
  }

  #remove(path: string): void {
    if (this.#files.size === 1) return;
    this.#files.delete(path);
    this.#host.changed(path, undefined);
    this.#switch(path === this.path ? [...this.#files.keys()][0]! : this.path);
  }
}
