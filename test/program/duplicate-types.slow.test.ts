import fc from "fast-check";
import { expect, test } from "vitest";
import { assertProperty } from "../support/properties.js";
import { WaveProject } from "./wave-project.js";

const CONTRACT =
  "---\ntitle: One type\nimports:\n  Message: ./src/message.ts\nrules:\n  no-duplicate-type: { canonical: [Message] }\n---\n\nWhy.\n";
const HOME = "export interface Message {\n  readonly id: string;\n  text: string;\n  replyTo?: string;\n}\n";

/** Members that a duplicate may have, each with a value of it. */
const MEMBERS = [
  ["id: string", "id: 'm1'"],
  ["text: string", "text: 'a'"],
  ["text: string | undefined", "text: undefined"],
  ["readonly replyTo?: string", "replyTo: 'm0'"],
  ["seen: boolean", "seen: true"],
] as const;

/** One module: what it declares, or takes from an earlier one, and in which way; which member it reads. */
const module = fc.record({
  kind: fc.constantFrom("exported", "local", "named", "alias", "namespace", "star", "passed", "typed"),
  members: fc.subarray([0, 1, 2, 3, 4], { minLength: 1 }),
  from: fc.nat(7),
  reads: fc.constantFrom("id", "text", "replyTo", "seen"),
  isMade: fc.boolean(),
});

type Module = typeof module extends fc.Arbitrary<infer Each> ? Each : never;

interface Written {
  readonly text: string;
  /** Whether it exports a `Message`, and which members that has. */
  readonly exported: readonly number[] | undefined;
}

function write(modules: readonly Module[]): readonly Written[] {
  const written: Written[] = [];
  for (const [index, { kind, members, from, reads, isMade }] of modules.entries()) {
    const own = members.filter((each) => each !== 2 || !members.includes(1));
    const exporting = written.flatMap(({ exported }, at) => (exported ? [{ at, members: exported }] : []));
    const source = exporting.length > 0 ? exporting[from % exporting.length]! : undefined;
    const uses = (name: string, known: readonly number[]): string => {
      const isThere = known.some((each) => new RegExp(`\\b${reads}\\b`).test(MEMBERS[each]![0]));
      const read = isThere ? `export const read${index} = (message: ${name}): unknown => message.${reads};\n` : "";
      const values = known.map((each) => MEMBERS[each]![1]).join(", ");
      return read + (isMade ? `export const make${index} = (): ${name} => ({ ${values} });\n` : "");
    };
    const declared = `interface Message {\n${own.map((each) => `  ${MEMBERS[each]![0]};\n`).join("")}}\n`;
    if (kind === "exported") written.push({ text: `export ${declared}${uses("Message", own)}`, exported: own });
    else if (kind === "local" || !source)
      written.push({ text: `${declared}${uses("Message", own)}export {};\n`, exported: undefined });
    else {
      const path = `"./m${source.at}.js"`;
      const texts = {
        named: `import { type Message } from ${path};\n${uses("Message", source.members)}export {};\n`,
        alias: `import type { Message as Own } from ${path};\n${uses("Own", source.members)}export {};\n`,
        namespace: `import type * as all from ${path};\n${uses("all.Message", source.members)}export {};\n`,
        star: `export * from ${path};\n`,
        passed: `export type { Message } from ${path};\n`,
        typed: `export type Own = import(${path}).Message;\n${uses("Own", source.members)}`,
      };
      written.push({ text: texts[kind], exported: kind === "star" || kind === "passed" ? source.members : undefined });
    }
  }
  return written;
}

test("duplicates go without new type errors, importers find what they import, and a second run changes nothing", async () => {
  let replaced = 0;
  await assertProperty(
    fc.asyncProperty(fc.array(module, { minLength: 2, maxLength: 8 }), async (modules) => {
      const files = Object.fromEntries(write(modules).map(({ text }, index) => [`src/m${index}.ts`, text]));
      const project = new WaveProject({ ...files, "src/message.ts": HOME, "migrations/ids.md": CONTRACT });
      const before = project.sources();
      const waves = await project.migrate();
      expect(project.newErrors(before)).toEqual([]);
      expect(project.read("src/message.ts")).toBe(HOME);
      const once = project.sources();
      await project.migrate();
      expect(project.sources()).toEqual(once);
      replaced += waves.reduce((sum, wave) => sum + wave.sites.length, 0);
    }),
    24,
  );
  expect(replaced).toBeGreaterThan(5);
});
