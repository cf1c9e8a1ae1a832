import type { ParsedContract } from "../src/contracts/index.js";
import { parseContract } from "./with-rules.js";

/** The contract of section 2 of the specification. */
export const FULL_FRONT_MATTER = `title: One ID generator
track: Type safety & data integrity
status: active                 # planned | active | complete
risk: critical                 # low | medium | high | critical
owner: "@acme/identity"
why: IDs of one format keep sessions, traces and tenants apart.
links: [https://tracker.example/89]
dependsOn: [user-context]      # ids of other contracts; cycles are an error
due: 2027-01-31
files: ["src/**/*.{ts,tsx}"]   # default: every JS/TS file
ignores: ["src/ids/**"]

imports:                       # the names that templates and patterns use
  UnifiedIdGenerator: ./src/ids/unified-id-generator.ts      # its export of the same name
  getFactory: ./src/agents/factory.ts#getAgentInstanceFactory
  UserContext: ./src/context/user-context.ts
  ObjectId: bson                                             # a package
  legacyDefault: ./src/legacy.ts#default                     # default export; #* is the namespace

scope:                         # where a hole that the match did not bind may come from
  context: { from: [context, ctx, this.context], type: UserContext }   # counts for a fix where it is of that type
  userId: [userId, context.userId]                                     # the author vouches for these names

rules:                         # exactly the option of the ESLint rule, section 3
  no-raw-uuid:
    replace:
      - when: { name: "*context*" }
        with: "UnifiedIdGenerator.generateUserContextIds($userId, $operation)"
        fix: suggest           # it returns an object, so a person decides
      - when: { name: [wsId, connectionId], decoration: slice }
        with: "UnifiedIdGenerator.generateWebsocketConnectionId($userId)"
      - with: "UnifiedIdGenerator.generateBaseId($entity)"

phases:                        # in order; a violation belongs to the first phase whose files match
  - { name: Auth and WebSocket, files: ["src/auth/**", "src/websocket/**"], allow: 0, due: 2026-12-04 }
  - { name: Core, files: ["src/agents/**", "src/db/**"], allow: 0 }
  - { name: The rest }         # no files: all that is left

components:                    # what must stay true of the thing being migrated
  AgentWebSocketBridge:
    from: ./src/websocket/agent-bridge.ts
    requiredMethods: [notifyAgentStarted, notifyAgentCompleted]
    initializationDependencies: [ConnectionPool, EventBus]
    consumerExpectations:
      ChatRoute: every agent event reaches the user who asked
    businessValueRequirements: [the five agent events are delivered in order]

bridges:                       # deletable only when nothing uses them
  - ./src/agents/execution-engine.ts
  - ./src/agents/user-execution-engine.ts#UserExecutionEngine.createFromLegacy

gates:                         # what must hold before the migration counts as done, in order
  - { name: Imports migrated, when: { rules: [no-deprecated-import] } }   # none left
  - { name: First phase done, when: { phase: Auth and WebSocket } }
  - { name: Tests pass, when: { run: npm test } }
  - { name: Staging validated, when: { manual: link the run in the report } }
  - { name: Bridges removed, when: { bridges: removed } }

validate:                      # commands; {files} and {consumer} are filled in
  before: [npm run test:integration]
  each: [npx vitest related --run {files}]
  after: [npm test]

rollback: [node scripts/flag.mjs unified-ids off]
`;

export const FULL_PROSE = `
# One ID generator

Prose for people.

\`\`\`ts before=src/auth/user-service.ts
import { v4 as uuidv4 } from "uuid";
const userId = uuidv4();
\`\`\`

\`\`\`ts after
import { UnifiedIdGenerator } from "../ids/unified-id-generator.js";
const userId = UnifiedIdGenerator.generateBaseId("user");
\`\`\`
`;

/** Parses a front matter and prose as the contract \`my-ids\`. */
export function parse(frontMatter: string, prose = ""): ParsedContract {
  return parseContract(`---\n${frontMatter.replace(/\n?$/, "\n")}---\n${prose}`, { id: "my-ids", file: "migrations/my-ids.md" });
}

/** Parses a contract that has a valid title and rule, with more front matter and prose. */
export function parseWith(frontMatter: string, prose = ""): ParsedContract {
  return parse(`title: T\nrules: { no-raw-uuid: {} }\n${frontMatter}`, prose);
}

/** The problems in short: `line:column code`. */
export function places({ problems }: ParsedContract): string[] {
  return problems.map(({ line, column, code }) => `${line}:${column} ${code}`);
}
