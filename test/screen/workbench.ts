import { spawnSync } from "node:child_process";
import path from "node:path";
import { chromium, type Browser, type Locator, type Page } from "playwright-core";

const LONG = 60_000;
const [WIDTH, HEIGHT] = [1100, 700];
/** The margin above and below a picture's subject, in pixels. */
const MARGIN = 45;

const [yes, no] = [() => true, () => false];

/** VS Code's window, as a person at the keyboard uses it. */
export class Workbench {
  readonly page: Page;
  readonly #browser: Browser;
  readonly #pictures: string;

  private constructor(browser: Browser, page: Page, pictures: string) {
    this.#browser = browser;
    this.page = page;
    this.#pictures = pictures;
  }

  static async open(executablePath: string, address: string, pictures: string): Promise<Workbench> {
    const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
    const page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT }, colorScheme: "light" });
    page.setDefaultTimeout(LONG);
    const workbench = new Workbench(browser, page, pictures);
    await workbench.#load(address);
    return workbench;
  }

  async #load(address: string): Promise<void> {
    await this.page.goto(address);
    await this.#settle();
  }

  async #settle(): Promise<void> {
    await this.page.waitForSelector(".statusbar-item");
    await this.page.waitForTimeout(1_000);
    if (await this.page.locator(".part.sidebar").isVisible()) await this.press("Control+b");
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  /** Runs a command by its title. */
  async command(title: string): Promise<void> {
    await this.#pick("F1", `>${title}`, title);
  }

  async openFile(file: string): Promise<void> {
    await this.#pick("Control+p", file, path.basename(file));
    await this.page.waitForSelector(`.tab.active[data-resource-name="${path.basename(file)}"]`);
    await this.page.waitForSelector(".editor-instance .view-line");
    // Keys that come before go nowhere.
    await this.page.waitForSelector(".editor-instance .monaco-editor.focused");
  }

  /** Asks until the list has it: a window that is just loaded may not know its files and commands yet. */
  async #pick(key: string, text: string, label: string): Promise<void> {
    const input = this.page.locator(".quick-input-widget input[type=text]");
    const row = this.page.locator(".quick-input-list .monaco-list-row.focused", { hasText: label });
    // Each try begins the search anew, which takes a busy machine long.
    for (let timeout = 5_000; timeout < LONG; timeout *= 2) {
      await this.press(key);
      // What opens meanwhile, such as a renamed file, takes the focus and closes the list.
      const isThere = await input.fill(text, { timeout: 5_000 }).then(() => row.waitFor({ timeout }).then(yes, no), no);
      if (isThere) return this.press("Enter");
      await this.press("Escape");
      // VS Code at times shows a workspace's file without its folders.
      if ((await this.dirtyTabs()) === 0) {
        await this.page.reload();
        await this.#settle();
      }
    }
    throw new Error(`"${text}" does not find "${label}".`);
  }

  /** The labels of the list at the top. */
  async picks(): Promise<string[]> {
    await this.page.waitForSelector(".quick-input-list .monaco-list-row");
    return this.page.locator(".quick-input-list .monaco-list-row .label-name").allInnerTexts();
  }

  /** Puts the cursor before a text of the active editor's file. */
  async goTo(text: string, part: string): Promise<void> {
    const before = text.slice(0, text.indexOf(part)).split("\n");
    await this.press("Control+g");
    const input = this.page.locator(".quick-input-widget input[type=text]");
    await input.fill(`:${before.length}:${before.at(-1)!.length + 2}`);
    await this.page.locator(".quick-input-list .monaco-list-row.focused", { hasText: "Go to line" }).waitFor();
    await this.press("Enter");
    await input.waitFor({ state: "hidden" });
    await this.page.waitForSelector(".editor-instance .monaco-editor.focused");
  }

  /** The lines that are shown, with hints, as one text. */
  async shown(): Promise<string> {
    const lines = await this.page.locator(".editor-instance .view-line").allInnerTexts();
    return lines.join("\n").replaceAll("\u00a0", " ");
  }

  /** Renames the file of the active editor as a person does in the explorer. */
  async renameOpenFile(name: string): Promise<void> {
    const row = this.page.locator(".explorer-folders-view .monaco-list-row.focused", { hasText: (await this.activeTab())! });
    const input = this.page.locator(".explorer-folders-view .monaco-inputbox input");
    // Until the explorer has the focus, the key is the editor's, which renames symbols.
    for (const end = performance.now() + LONG; performance.now() < end;) {
      await this.command("File: Reveal Active File in Explorer View");
      await row.waitFor();
      await this.press("F2");
      if (await input.waitFor({ timeout: 3_000 }).then(yes, no)) break;
      await this.press("Escape");
    }
    await input.fill(name);
    await this.press("Enter");
  }

  /** The text of the line with the cursor, and of the one below it. */
  async currentLines(): Promise<string> {
    const number = await this.page.locator(".editor-instance .line-numbers.active-line-number").innerText();
    const lines = await this.page.locator(".editor-instance .margin-view-overlays .line-numbers").allInnerTexts();
    const sorted = lines.map(Number).sort((a, b) => a - b);
    const at = sorted.indexOf(Number(number));
    return (await this.#shownLines()).slice(at, at + 2).join("\n");
  }

  /** The lines that are shown, from the top. */
  async #shownLines(): Promise<string[]> {
    const lines = await this.page
      .locator(".editor-instance .view-line")
      .evaluateAll((all) => all.map((line: any) => ({ top: Number.parseFloat(line.style.top), text: line.innerText as string })));
    return lines.sort((a, b) => a.top - b.top).map(({ text }) => text.replaceAll("\u00a0", " "));
  }

  async squiggles(): Promise<number> {
    return this.page.locator(".squiggly-error, .squiggly-warning").count();
  }

  /** What is written behind the lines that are shown, by hints and by decorations; a line each. */
  async saidBehindLines(): Promise<string[]> {
    return this.page.locator(".editor-instance .view-line").evaluateAll((lines) =>
      lines.map((line: any) => {
        const behind = [...line.querySelectorAll("span")].flatMap((each: any) => {
          const content = each.ownerDocument.defaultView.getComputedStyle(each, "::after").content as string;
          return content === "none" || content === "normal" ? [] : [content.replaceAll("\u00a0", " ")];
        });
        return [line.innerText.replaceAll("\u00a0", " "), ...new Set(behind)].join(" ");
      }),
    );
  }

  /** The places that are underlined more than once, as boxes. */
  async doubleSquiggles(): Promise<string[]> {
    const boxes = await this.page
      .locator(".editor-instance :is(.squiggly-error, .squiggly-warning, .squiggly-info)")
      .evaluateAll((all) => all.map((each: any) => JSON.stringify(each.getBoundingClientRect())));
    return boxes.filter((box, index) => boxes.indexOf(box) !== index);
  }

  async status(): Promise<string | undefined> {
    const item = this.page.locator('[id="godwit.godwit-vscode.godwit.left"]');
    return (await item.count()) > 0 ? (await item.innerText()).trim() : undefined;
  }

  async clickStatus(): Promise<void> {
    await this.page.locator('[id="godwit.godwit-vscode.godwit.left"] a').click();
  }

  async activeTab(): Promise<string | null> {
    return this.page.locator(".tab.active").first().getAttribute("data-resource-name");
  }

  /** The rows of the review that are shown; without a box `isTicked` is undefined. */
  async reviewed(): Promise<{ readonly label: string; readonly isTicked: boolean | undefined }[]> {
    await this.#review.first().waitFor();
    return Promise.all(
      (await this.#review.all()).map(async (row) => {
        const box = row.locator(".custom-view-tree-node-item-checkbox");
        return {
          label: (await row.locator(".label-name, .label-description").allInnerTexts()).join(" ").replaceAll(/\s+/g, " "),
          isTicked: (await box.count()) > 0 ? (await box.getAttribute("aria-checked")) === "true" : undefined,
        };
      }),
    );
  }

  /** Ticks or unticks a row of the review. */
  async tick(label: string): Promise<void> {
    await this.#rowOf(label).locator(".custom-view-tree-node-item-checkbox").click();
  }

  /** Clicks a button above the review. */
  async clickReviewButton(label: "Apply" | "Discard"): Promise<void> {
    await this.page
      .locator(".part.panel .title-actions, .part.panel .pane-header")
      .getByRole("button", { name: label })
      .first()
      .click();
  }

  /** What the review says above its list. */
  async reviewMessage(): Promise<string> {
    return (await this.page.locator(".part.panel .tree-explorer-viewlet-tree-view .message").innerText()).trim();
  }

  async clickReviewed(label: string): Promise<void> {
    await this.#rowOf(label).click();
  }

  /** Whether there is a review. */
  async isReviewing(): Promise<boolean> {
    return (await this.#review.count()) > 0;
  }

  #rowOf(name: string): Locator {
    return this.#review.filter({ has: this.page.locator(".label-name").getByText(name, { exact: true }) });
  }

  get #review(): Locator {
    return this.page.locator('.pane-body .monaco-list[aria-label*="Review"] .monaco-list-row');
  }

  /** The text of the hover that is shown. */
  async hover(): Promise<string> {
    const texts = await this.page.locator(".monaco-hover:not(.hidden) .hover-contents").allInnerTexts();
    return texts.join("\n").replaceAll("\u00a0", " ").trim();
  }

  /** Clicks a link in the hover that is shown. */
  async followLink(text: string): Promise<void> {
    const link = this.page.locator(".monaco-hover:not(.hidden) a", { hasText: text });
    await link.scrollIntoViewIfNeeded();
    await link.click();
  }

  /** The rows of the completion list, from the top. */
  async completions(): Promise<{ readonly label: string; readonly isStruckThrough: boolean }[]> {
    const rows = this.page.locator(".suggest-widget.visible .monaco-list-row");
    const found = await rows.evaluateAll((all) =>
      // The elements of the page, whose types are not those of Node.js.
      all.map((row: any) => ({
        at: row.offsetTop as number,
        label: (row.innerText as string).replaceAll(/\s+/g, " ").trim(),
        isStruckThrough: row.querySelector(".monaco-icon-label.deprecated") !== null,
      })),
    );
    return found.sort((a, b) => a.at - b.at);
  }

  /** Opens the light bulb's menu at the cursor; returns its titles. VS Code that is busy at first has no actions at all, not even its own. */
  async lightBulb(): Promise<string[]> {
    const none = this.page.locator(".monaco-editor-overlaymessage", { hasText: "No code actions available" });
    const menu = this.page.locator(".action-widget .monaco-list-row.action").first();
    for (const end = performance.now() + LONG; performance.now() < end;) {
      await this.press("Control+.");
      await none.or(menu).first().waitFor();
      if (await menu.isVisible()) break;
      await this.press("Escape");
      await this.page.waitForTimeout(1_000);
    }
    return this.page.locator(".action-widget .monaco-list-row.action .title").allInnerTexts();
  }

  /** Chooses an action of the light bulb's menu, once it is there: of a text that has just changed the menu may be another one. */
  async choose(title: RegExp): Promise<void> {
    const focused = this.page.locator(".action-widget .monaco-list-row.action.focused", { hasText: title });
    for (const end = performance.now() + LONG; performance.now() < end;) {
      const at = (await this.lightBulb()).findIndex((each) => title.test(each));
      if (at >= 0) {
        await this.press(...Array<string>(at).fill("ArrowDown"));
        if (await focused.waitFor({ timeout: 2_000 }).then(yes, no)) return this.press("Enter");
      }
      await this.press("Escape");
    }
    throw new Error(`The light bulb does not offer ${String(title)}.`);
  }

  /** How many files are not saved. */
  async dirtyTabs(): Promise<number> {
    return this.page.locator(".tab.dirty").count();
  }

  async save(): Promise<void> {
    await this.press("Control+s");
    await this.page.waitForSelector(".tab.active:not(.dirty)");
  }

  /** Makes the window so many pixels wide. */
  async resize(width = WIDTH): Promise<void> {
    await this.page.setViewportSize({ width, height: HEIGHT });
  }

  /** Takes a picture of the window, or of the strip that contains some elements, in light and in dark. */
  async picture(name: string, ...elements: readonly string[]): Promise<void> {
    for (const colorScheme of ["dark", "light"] as const) {
      await this.page.emulateMedia({ colorScheme });
      await this.page
        .locator(`.monaco-workbench:is(${colorScheme === "dark" ? ".vs-dark, .hc-black" : ".vs, .hc-light"})`)
        .waitFor();
      await this.page.waitForTimeout(300);
      await this.#take(colorScheme === "dark" ? `${name}-dark` : name, elements);
    }
  }

  async #take(name: string, elements: readonly string[]): Promise<void> {
    const boxes = await Promise.all(elements.map((each) => this.page.locator(each).first().boundingBox()));
    const shown = boxes.filter((box) => box !== null);
    const top = Math.max(0, Math.min(HEIGHT, ...shown.map(({ y }) => y - MARGIN)));
    const bottom = Math.min(HEIGHT, Math.max(0, ...shown.map(({ y, height }) => y + height + MARGIN)));
    const { width } = this.page.viewportSize()!;
    const clip = shown.length === 0 ? undefined : { x: 0, y: top, width, height: bottom - top };
    const file = path.join(this.#pictures, `${name}.png`);
    await this.page.screenshot({ path: file, ...(clip && { clip }), caret: "initial" });
    // Where the tool is there, the picture needs a third of the room.
    spawnSync("pngquant", ["--force", "--skip-if-larger", "--strip", "--ext", ".png", "64", file]);
  }
}
