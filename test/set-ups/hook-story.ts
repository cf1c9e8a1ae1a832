import { expect, test } from "vitest";
import type { SetUp } from "./set-up.js";

const FIXED = 'import { newId } from "./ids.js";\n\nexport const userId = newId("user");\n';
const FIXABLE = 'import { v4 } from "uuid";\n\nexport const userId = v4();\n';
const BY_HAND = 'import { v4 } from "uuid";\n\nexport const seedId = v4({ random: new Uint8Array(16) });\n';

/** What a hook does about a violation that has a fix. */
export interface HookKind {
  /** Whether it fixes before it checks. */
  readonly fixes: boolean;
}

/** Tests what every pre-commit hook of the examples does. */
export function testHook(open: () => SetUp, { fixes }: HookKind): void {
  test("a known violation does not stop anyone", () => {
    const project = open();
    project.write("src/orders.ts", `${project.read("src/orders.ts")}\nexport const orders = [];\n`);
    const { status, output } = project.commit("src/orders.ts");
    expect(status, output).toBe(0);
  });

  test(fixes ? "a commit holds the fixed file" : "a violation with a fix is refused, and passes with the fix", () => {
    const project = open();
    project.write("src/user.ts", FIXABLE);
    if (!fixes) {
      const refused = project.commit("src/user.ts");
      expect(refused.status).not.toBe(0);
      expect(refused.output).toContain('Use newId("user")');
      expect(project.run("npx godwit check --staged --fix").status).toBe(0);
    }
    const { status, output } = project.commit(...(fixes ? ["src/user.ts"] : []));
    expect(status, output).toBe(0);
    expect(project.git("show", "HEAD:src/user.ts")).toBe(FIXED);
    expect(project.read("src/user.ts")).toBe(FIXED);
    expect(project.git("status", "--porcelain")).toBe("");
  });

  test("a new violation without a fix is refused, with what to write, and passes when it is gone", () => {
    const project = open();
    const head = project.git("rev-parse", "HEAD");
    project.write("src/seed.ts", BY_HAND);
    const { status, output } = project.commit("src/seed.ts");
    expect(status).not.toBe(0);
    expect(output).toContain('newId("seed")');
    expect(project.git("rev-parse", "HEAD")).toBe(head);
    project.write("src/seed.ts", 'import { newId } from "./ids.js";\n\nexport const seedId = newId("seed");\n');
    const again = project.commit("src/seed.ts");
    expect(again.status, again.output).toBe(0);
  });

  test("of a file that is staged in part, what is not staged is not committed and not lost", () => {
    const project = open();
    const staged = "export const names = [];\n";
    project.write("src/names.ts", staged);
    project.git("add", "src/names.ts");
    project.write("src/names.ts", `${staged}${BY_HAND}`);
    const { status, output } = project.commit();
    expect(status, output).toBe(0);
    expect(project.git("show", "HEAD:src/names.ts")).toBe(staged);
    expect(project.read("src/names.ts")).toBe(`${staged}${BY_HAND}`);
    project.git("checkout", "--quiet", "--", "src/names.ts");
  });

  test("of a file that is staged in part, a violation that is staged does not get in", () => {
    const project = open();
    const staged = FIXABLE.replaceAll("user", "plan");
    const all = `${staged}\n\n\n\n\nexport const later = 1;\n`;
    project.write("src/plan.ts", staged);
    project.git("add", "src/plan.ts");
    project.write("src/plan.ts", all);
    const head = project.git("rev-parse", "HEAD");
    const { status, output } = project.commit();
    if (fixes) {
      expect(status, output).toBe(0);
      expect(project.git("show", "HEAD:src/plan.ts")).toBe(FIXED.replaceAll("user", "plan"));
      expect(project.read("src/plan.ts")).toContain("export const later = 1;");
    } else {
      expect(status).not.toBe(0);
      expect(output).toContain("src/plan.ts");
      expect(project.git("rev-parse", "HEAD")).toBe(head);
      expect(project.git("show", ":src/plan.ts")).toBe(staged);
      expect(project.read("src/plan.ts")).toBe(all);
    }
  });
}
