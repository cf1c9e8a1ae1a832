// The playground's own examples, before those of the recipes. The first is what a visitor sees.
const PACKAGE = ["package.json", '{\n  "name": "playground",\n  "private": true,\n  "type": "module"\n}\n'];

/** A ban of any pattern, a rewrite of one, IDs of one format, and a module that has moved. */
export const FIRST_EXAMPLES = [
  {
    name: "any-ban",
    title: "Ban any pattern",
    group: "Begin here",
    shown: "src/jobs.ts",
    files: [
      [
        "migrations/no-debug-code.md",
        `---
title: No debug code in the product
why: It tells users what is none of their business, and slows every request down.
imports:
  log: ./src/log.ts
rules:
  no-deprecated-call:
    replace:
      - match: console.log($message)
        with: log.info($message)
      - match: eval($$$_)
      - match: $_.innerHTML = $_
      - match: new Date($year, $month, $$$_)
---

An entry without \`with\` bans the pattern: it is reported, and a person decides. With \`with\` it is also rewritten,
where that is safe. \`$message\` takes one expression, \`$$$_\` takes any number of them.

\`\`\`ts before=src/example.ts
console.log("paid");
\`\`\`

\`\`\`ts after
import { log } from "./log.js";

log.info("paid");
\`\`\`

\`\`\`ts before=src/other-example.ts
export const run = (code: string) => eval(code);
\`\`\`
`,
      ],
      [
        "src/jobs.ts",
        `export function runJob(name: string, code: string) {
  console.log(\`running \${name}\`);
  return eval(code);
}

export const endOfYear = new Date(2026, 11, 31);

export function show(box: HTMLElement, text: string) {
  box.innerHTML = text;
}
`,
      ],
      ["src/log.ts", `export const log = {\n  info(message: string) {\n    process.stdout.write(message + "\\n");\n  },\n};\n`],
      PACKAGE,
    ],
  },
  {
    name: "one-id",
    title: "IDs from one function",
    group: "Begin here",
    shown: "src/auth/sessions.ts",
    files: [
      [
        "migrations/one-id.md",
        `---
title: One way to make IDs
why: An ID that says what it is for explains itself in a log.
imports:
  newId: ./src/ids.ts
rules:
  no-raw-uuid:
    replace:
      - with: newId($entity)
---

IDs come from \`newId()\`. By hand: import it, and name the entity.

\`\`\`ts before=src/auth/users.ts
import { v4 as uuidv4 } from "uuid";
const userId = uuidv4();
\`\`\`

\`\`\`ts after
import { newId } from "../ids.js";
const userId = newId("user");
\`\`\`
`,
      ],
      [
        "src/auth/sessions.ts",
        `import { v4 as uuidv4 } from "uuid";

export function createSession(userId: string) {
  return { id: uuidv4(), userId };
}

export class Thread {
  readonly id = uuidv4();
  readonly shortId = uuidv4().slice(0, 8);
}
`,
      ],
      ["src/ids.ts", "export function newId(entity: string): string {\n  return `${entity}_${crypto.randomUUID()}`;\n}\n"],
      PACKAGE,
    ],
  },
  {
    name: "moved-module",
    title: "A module that has moved",
    group: "Begin here",
    shown: "src/pages/orders.ts",
    files: [
      [
        "migrations/new-prices.md",
        `---
title: Prices come from the shop's own package
why: The old helpers round in another way than the invoices do.
rules:
  no-deprecated-import:
    - { from: ./src/old/prices.ts, name: total, to: ./src/prices.ts, as: sum, rename: uses }
    - { from: ./src/old/prices.ts, to: ./src/prices.ts }
---

\`\`\`ts before=src/example.ts
import { total } from "./old/prices.js";

export const price = total([1, 2]);
\`\`\`

\`\`\`ts after
import { sum } from "./prices.js";

export const price = sum([1, 2]);
\`\`\`
`,
      ],
      [
        "src/pages/orders.ts",
        `import { vat, total } from "../old/prices.js";

export function show(items: number[]) {
  return { total: total(items), vat: vat(total(items)) };
}
`,
      ],
      ["src/old/prices.ts", 'export { sum as total, vat } from "../prices.js";\n'],
      [
        "src/prices.ts",
        "export const sum = (items: number[]) => items.reduce((all, each) => all + each, 0);\nexport const vat = (price: number) => price * 0.2;\n",
      ],
      PACKAGE,
    ],
  },
];
