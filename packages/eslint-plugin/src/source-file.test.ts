import { Linter } from "eslint";
import * as parser from "@typescript-eslint/parser";
import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { expect, it } from "vitest";
import { toSourceFile } from "./source-file.js";

const TEXT = `import type { A } from "./a.js";
@Injectable() export class B<T extends A> { @Input() readonly a?: string = \`x\${1}\`; constructor(private b: T) { for (const c of [b]) if (c) break; } }
export const d = async ({ e = 1, ...rest }: { e?: number }) => e ?? (rest as unknown)!;
switch (d) { case 1: try { d(); } catch { throw new Error("f"); } finally { label: while (true) continue label; } }
declare module "g" { export enum H { I = "i" } }
`;

it("hands over ESLint's nodes in the order of a walk by the parser's keys, with their parents", () => {
  const walked: unknown[][] = [];
  const create = (context: { readonly sourceCode: unknown }) => ({
    Program: () => {
      const file = toSourceFile("/a.ts", context.sourceCode as TSESLint.SourceCode);
      walked.push([...file.nodes!()], nodesIn(file.program, file.visitorKeys!));
      expect([...file.nodes!()].map(({ parent }) => parent ?? null)).toEqual(
        nodesIn(file.program, file.visitorKeys!).map(({ parent }) => parent ?? null),
      );
    },
  });
  const messages = new Linter().verify(
    TEXT,
    [
      {
        files: ["**/*.ts"],
        languageOptions: { parser },
        plugins: { a: { rules: { b: { create } } } },
        rules: { "a/b": "error" },
      },
    ],
    "a.ts",
  );
  expect(messages).toEqual([]);
  const [given, own] = walked;
  expect(given!.length).toBeGreaterThan(80);
  expect(given!.every((node, index) => node === own![index])).toBe(true);
  expect(given).toHaveLength(own!.length);
});

it("hands over none where the linter makes no walk", () => {
  expect(toSourceFile("/a.ts", { ast: {}, text: "" } as unknown as TSESLint.SourceCode).nodes).toBeUndefined();
});

function nodesIn(node: TSESTree.Node, keys: Readonly<Record<string, readonly string[] | undefined>>): TSESTree.Node[] {
  const children = (keys[node.type] ?? []).flatMap((key) => (node as unknown as Record<string, unknown>)[key]);
  const nodes = children.filter((child): child is TSESTree.Node => typeof (child as TSESTree.Node | null)?.type === "string");
  return [node, ...nodes.flatMap((child) => nodesIn(child, keys))];
}
