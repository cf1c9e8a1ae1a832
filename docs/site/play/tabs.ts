import { element } from "./markdown.js";

interface TabsHost {
  open(path: string): void;
  add(): void;
  remove(path: string): void;
}

/** A row of files, one of which is shown. */
export class Tabs {
  readonly #row = element("div", "", "play-tabs");
  readonly #host: TabsHost;

  constructor(parent: HTMLElement, host: TabsHost) {
    this.#host = host;
    parent.append(this.#row);
  }

  show(paths: readonly string[], shown: string): void {
    const add = element("button", "+", "play-tab");
    add.title = "Add a file";
    add.addEventListener("click", () => this.#host.add());
    this.#row.replaceChildren(
      ...paths.map((path) => this.#tab(path, { isShown: path === shown, isOnly: paths.length === 1 })),
      add,
    );
  }

  #tab(path: string, { isShown, isOnly }: { readonly isShown: boolean; readonly isOnly: boolean }): HTMLElement {
    const tab = element("span", "", isShown ? "play-tab play-shown" : "play-tab");
    const open = element("button", path);
    open.setAttribute("aria-pressed", String(isShown));
    open.addEventListener("click", () => this.#host.open(path));
    tab.append(open);
    if (isOnly) return tab;
    const remove = element("button", "×");
    remove.setAttribute("aria-label", `Remove ${path}`);
    remove.addEventListener("click", () => this.#host.remove(path));
    tab.append(remove);
    return tab;
  }
}
