import path from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";

const LONG = 60_000;
const [WIDTH, HEIGHT] = [1100, 700];
/** The margin above and below a picture's subject, in pixels. */
const MARGIN = 45;

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
    const page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT } });
    page.setDefaultTimeout(LONG);
    const workbench = new Workbench(browser, page, pictures);
    await workbench.#load(address);
    return workbench;
  }

  async #load(address: string): Promise<void> {
    await this.page.goto(address);
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
  }

  /** Asks until the list has it: a window that is just loaded may not know its files and commands yet. */
  async #pick(key: string, text: string, label: string): Promise<void> {
    const input = this.page.locator(".quick-input-widget input[type=text]");
    const row = this.page.locator(".quick-input-list .monaco-list-row.focused", { hasText: label });
    for (const end = performance.now() + LONG; performance.now() < end;) {
      await this.press(key);
      await input.waitFor();
      await input.fill(text);
      const isThere = await row.waitFor({ timeout: 5_000 }).then(
        () => true,
        () => false,
      );
      if (isThere) return this.press("Enter");
      await this.press("Escape");
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
  }

  /** The lines that are shown, with hints, as one text. */
  async shown(): Promise<string> {
    const lines = await this.page.locator(".editor-instance .view-line").allInnerTexts();
    return lines.join("\n").replaceAll("\u00a0", " ");
  }

  async squiggles(): Promise<number> {
    return this.page.locator(".squiggly-error, .squiggly-warning").count();
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

  /** How many lines the list of changes to confirm has. */
  async listedChanges(): Promise<number> {
    return this.page.locator(".bulk-edit-panel .monaco-list-row").count();
  }

  /** Opens the light bulb's menu at the cursor; returns its titles. */
  async lightBulb(): Promise<string[]> {
    await this.press("Control+.");
    await this.page.waitForSelector(".action-widget .monaco-list-row.action");
    return this.page.locator(".action-widget .monaco-list-row.action .title").allInnerTexts();
  }

  /** How many files are not saved. */
  async dirtyTabs(): Promise<number> {
    return this.page.locator(".tab.dirty").count();
  }

  async save(): Promise<void> {
    await this.press("Control+s");
    await this.page.waitForSelector(".tab.active:not(.dirty)");
  }

  /** Takes a picture of the window, or of the strip that contains some elements. */
  async picture(name: string, ...elements: readonly string[]): Promise<void> {
    const boxes = await Promise.all(elements.map((each) => this.page.locator(each).first().boundingBox()));
    const shown = boxes.filter((box) => box !== null);
    const top = Math.max(0, Math.min(HEIGHT, ...shown.map(({ y }) => y - MARGIN)));
    const bottom = Math.min(HEIGHT, Math.max(0, ...shown.map(({ y, height }) => y + height + MARGIN)));
    const clip = shown.length === 0 ? undefined : { x: 0, y: top, width: WIDTH, height: bottom - top };
    await this.page.screenshot({ path: path.join(this.#pictures, `${name}.png`), ...(clip && { clip }), caret: "initial" });
  }
}
