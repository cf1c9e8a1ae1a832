import { commitOn, historyOf } from "../support/git-history.js";

/** Four moves of a small shop, with half a year of history; `TODAY` is three days after its last commit. */
export const TODAY = "2026-07-03";

const ids = (count: number, way: "old" | "new", from = "../../src"): string =>
  way === "old"
    ? `import { v4 } from "uuid";\n${lines(count, (index) => `export const orderId${index} = v4();`)}`
    : `import { newId } from "${from}/ids.js";\n${lines(count, (index) => `export const orderId${index} = newId("order");`)}`;
const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `${line(index + 1)}\n`).join("");

const CONTRACTS = {
  "migrations/one-id.md": `---
title: One way to make IDs
track: Data
status: active
risk: high
owner: "@shop/platform"
why: An ID that says what it is for explains itself in a log.
imports:
  newId: ./src/ids.ts
rules:
  no-raw-uuid:
    replace:
      - with: newId($entity)
phases:
  - { name: Orders, files: ["packages/orders/**"], due: "2026-07-20" }
  - { name: Everything else, due: "2026-09-30", allow: 2 }
gates:
  - { name: No uuid is left, when: { rules: [no-raw-uuid] } }
  - { name: Orders are through, when: { phase: Orders } }
  - { name: Staging ran a week, when: { manual: "Nobody saw two IDs of one form" } }
validate:
  before: ["npm test"]
  each: ["npm test -- {files}"]
  after: ["npm test"]
---

IDs were made in four ways. The third one cost us a weekend: **two orders had one ID**.

- Name the entity, not the table.
- Tests use \`newId("test")\`.
`,
  "migrations/order-client.md": `---
title: Orders through their client
track: Data
status: active
risk: medium
owner: "@shop/orders"
dependsOn: [one-id]
due: "2026-06-15"
imports:
  orders: ./packages/orders/client.ts
rules:
  no-deprecated-import:
    - { from: ./src/legacy/orders.ts, to: ./packages/orders/client.ts }
bridges: ["./src/legacy/orders.ts"]
gates:
  - { name: The bridge is gone, when: { bridges: removed } }
---

Whoever asks for orders asks the client.
`,
  "migrations/no-sessions.md": `---
title: No session in a module
track: Isolation
status: planned
risk: critical
dependsOn: [order-client]
rules:
  no-singleton-access:
    classes: [SessionStore]
    accessors: [getInstance]
---

What a module holds, every user holds.
`,
  "migrations/logger.md": `---
title: One logger
status: complete
risk: low
rules:
  no-deprecated-import:
    - { from: winston, to: ./src/log.ts }
---
`,
};

/** The shop with its history, on the branch main. */
export function exampleRepository(): string {
  const root = historyOf({
    "2026-01-05": {
      ...CONTRACTS,
      "package.json": { name: "shop", type: "module", godwit: {} },
      "packages/orders/package.json": { name: "@shop/orders" },
      "packages/mail/package.json": { name: "@shop/mail" },
      CODEOWNERS: "packages/orders/ @shop/orders\npackages/mail/ @shop/mail\n",
      "src/ids.ts": "export const newId = (entity: string): string => entity;\n",
      "src/log.ts": "export const log = (text: string): string => text;\n",
      "src/legacy/orders.ts": 'export { findOrders } from "../../packages/orders/client.js";\n',
      "packages/orders/client.ts": "export const findOrders = (): string[] => [];\n",
      "packages/orders/create.ts": ids(24, "old"),
      "packages/orders/refund.ts": ids(11, "old"),
      "packages/mail/send.ts": ids(7, "old"),
      "src/cart.ts": ids(5, "old"),
      "src/start.ts": 'import { log } from "winston";\nexport const start = log;\n',
    },
    "2026-01-20": { "src/admin.ts": `import { findOrders } from "./legacy/orders.js";\nexport const all = findOrders;\n` },
    "2026-02-10": { "src/start.ts": 'import { log } from "./log.js";\nexport const start = log;\n' },
    "2026-03-02": { "packages/orders/create.ts": ids(24, "old").replaceAll(/Id(1\d|2\d) = v4\(\)/g, 'Id$1 = "none"') },
    "2026-04-15": {
      "packages/mail/digest.ts": `import { findOrders } from "../../src/legacy/orders.js";\n${ids(2, "old")}export const digest = findOrders;\n`,
    },
    "2026-05-11": {
      "src/session.ts":
        "export class SessionStore {\n  static getInstance(): SessionStore {\n    return new SessionStore();\n  }\n}\n",
      "src/login.ts": 'import { SessionStore } from "./session.js";\nexport const store = SessionStore.getInstance();\n',
    },
  });
  commitOn(root, "2026-06-08", { "packages/orders/refund.ts": ids(11, "new") });
  commitOn(root, "2026-06-30", { "src/cart.ts": ids(5, "new", ".") });
  return root;
}
