// The project in which what editors wait for is measured.
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const CONTRACT = `---
title: One ID generator
imports: { newId: ./src/new-id.ts }
rules:
  no-raw-uuid: { replace: [{ with: newId($entity) }] }
  no-deprecated-import: [{ from: ./src/legacy.ts, to: ./src/new-id.ts }]
---
`;

/** A file of about so many lines that looks like application code; every so manyth of its functions has a site, or none (0). */
export function sourceOf(lines, every) {
  const hasFindings = every > 0;
  const parts = [hasFindings ? 'import { v4 } from "uuid";' : 'import { stamp } from "./clock.js";'];
  const make = hasFindings ? "v4()" : "stamp()";
  for (let index = 0; parts.length < lines; index += 1) {
    parts.push(
      `/** Sends the order ${index} to the customer, and says how it went. */`,
      `export async function send${index}(order: Order, to: readonly Customer[]): Promise<Result> {`,
      index % (every || 3) === 0 ? `  const requestId = ${make};` : `  const requestId = \`\${order.id}-${index}\`;`,
      `  const found = to.filter((customer) => customer.orders.includes(order.id) && customer.name !== "");`,
      `  if (found.length === 0) return { ok: false, reason: \`nobody asked for \${order.id}\` };`,
      `  for (const { name, orders } of found) {`,
      `    const total = orders.map((each) => each.length).reduce((sum, length) => sum + length, ${index});`,
      `    if (total > order.limit) throw new Error(\`\${name} may not have \${requestId}\`);`,
      `    await deliver({ name, requestId, total, at: new Date(order.due) });`,
      `  }`,
      `  return { ok: true, reason: requestId };`,
      `}`,
      ``,
    );
  }
  parts.push(
    "interface Order { id: string; limit: number; due: number }",
    "interface Customer { name: string; orders: string[] }",
    "interface Result { ok: boolean; reason: string }",
    "declare function deliver(parcel: { name: string; requestId: string; total: number; at: Date }): Promise<void>;",
  );
  return `${parts.join("\n")}\n`;
}

/** A new folder with a contract and the modules that it names; `files` are further ones with their texts. */
export function createProject(files = {}) {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-bench-")));
  const write = (file, text) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  write("package.json", JSON.stringify({ name: "bench", type: "module", godwit: {} }));
  write("tsconfig.json", "{}");
  write("migrations/ids.md", CONTRACT);
  write("src/new-id.ts", "export const newId = (entity: string): string => entity;\n");
  write("src/clock.ts", "export const stamp = (): string => '';\n");
  write("node_modules/uuid/package.json", JSON.stringify({ name: "uuid", types: "index.d.ts" }));
  write("node_modules/uuid/index.d.ts", "export function v4(): string;\n");
  for (const [file, text] of Object.entries(files)) write(file, text);
  return root;
}
