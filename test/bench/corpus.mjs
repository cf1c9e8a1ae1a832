// A made-up code base: TypeScript that looks like a service, the same for the same seed.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const NOUNS = [
  "account",
  "invoice",
  "report",
  "session",
  "message",
  "thread",
  "document",
  "payment",
  "channel",
  "project",
  "filter",
  "policy",
];
const VERBS = [
  "load",
  "create",
  "update",
  "merge",
  "render",
  "collect",
  "validate",
  "publish",
  "archive",
  "measure",
  "convert",
  "schedule",
];
const WORDS = "the value that was read before is kept until its owner has seen it and nothing else may change".split(" ");

/** Numbers in [0, 1) from a seed (mulberry32). */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Writes `count` files below `folder`, or only the first part of them; about `bytes` long each, a share `hits` of them with old code, and with
 * `dense` all of them with IDs of type `string`. Gives back what was written.
 */
export function writeCorpus(folder, { seed, count, bytes, hits, dense = false, share = 1 }) {
  const random = randomFrom(seed);
  const summary = { files: 0, bytes: 0, hitFiles: 0 };
  for (let index = 0; index < count * share; index += 1) {
    const isHit = random() < hits;
    const file = path.join(folder, `part${Math.floor(index / 100)}`, `${NOUNS[index % NOUNS.length]}-${index}.ts`);
    const text = fileText(random, index, { bytes: bytes * (0.4 + 1.2 * random()), isHit, dense });
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    summary.files += 1;
    summary.bytes += text.length;
    summary.hitFiles += isHit ? 1 : 0;
  }
  return summary;
}

function fileText(random, index, { bytes, isHit, dense }) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const header = ['import { readFile } from "node:fs/promises";', 'import path from "node:path";'];
  if (index > 0) header.push(`import type { Row${index - 1} } from "${neighbour(index)}";`);
  const old = isHit ? oldCode(random, index) : { imports: [], blocks: [] };
  const blocks = [
    `export interface Row${index} {\n  name: string;\n  size: number;\n  tags?: readonly string[];\n}`,
    ...old.blocks,
  ];
  let length = 0;
  const kinds = dense ? [functionText, idText] : [functionText, classText, constantText];
  for (let part = 0; length < bytes; part += 1) {
    const block = pick(kinds)(pick, `${index}_${part}`);
    blocks.push(block);
    length += block.length;
  }
  return `${[...header, ...old.imports].join("\n")}\n\n${blocks.join("\n\n")}\n`;
}

function neighbour(index) {
  const other = index - 1;
  const name = `${NOUNS[other % NOUNS.length]}-${other}.js`;
  const folder = Math.floor(other / 100);
  return folder === Math.floor(index / 100) ? `./${name}` : `../part${folder}/${name}`;
}

/** What the nine contracts ban, a few of each kind. */
function oldCode(random, index) {
  const kinds = [
    () => ({
      imports: ['import { v4 as uuidv4 } from "uuid";'],
      blocks: [
        `export function openThread${index}(userId: string) {\n  return { id: uuidv4(), userId, traceId: uuidv4().slice(0, 8) };\n}`,
        `export const messageId${index} = uuidv4();`,
      ],
    }),
    () => ({
      imports: ['import { randomUUID } from "node:crypto";'],
      blocks: [
        `export class Token${index} {\n  readonly requestId = String(randomUUID());\n  renew() {\n    return randomUUID();\n  }\n}`,
      ],
    }),
    () => ({
      imports: ['import { ExecutionEngine, type UserExecutionContext } from "@base/agents/execution-engine.js";'],
      blocks: [
        `export async function run${index}(context: UserExecutionContext) {\n  const engine = new ExecutionEngine(context as never, null as never, null as never);\n  return engine;\n}`,
      ],
    }),
    () => ({
      imports: ['import { WebSocketManager } from "@base/websocket/websocket-manager.js";'],
      blocks: [`export function notify${index}(text: string) {\n  return [WebSocketManager.getInstance(), text];\n}`],
    }),
  ];
  const first = Math.floor(random() * kinds.length);
  const chosen = [kinds[first](), ...(random() < 0.3 ? [kinds[(first + 1) % kinds.length]()] : [])];
  return { imports: chosen.flatMap(({ imports }) => imports), blocks: chosen.flatMap(({ blocks }) => blocks) };
}

function comment(pick) {
  return `/** ${Array.from({ length: 12 }, () => pick(WORDS)).join(" ")}. */`;
}

function functionText(pick, suffix) {
  const [verb, noun, other] = [pick(VERBS), pick(NOUNS), pick(NOUNS)];
  return `${comment(pick)}
export async function ${verb}${capital(noun)}${suffix}<T extends { name: string }>(${noun}s: readonly T[], limit = ${suffix.length * 7}): Promise<Map<string, T[]>> {
  const groups = new Map<string, T[]>();
  for (const [position, ${noun}] of ${noun}s.entries()) {
    if (position >= limit || ${noun}.name.startsWith("_")) continue;
    const ${other}Key = \`\${${noun}.name.toLowerCase()}:\${position % 3}\`;
    const known = groups.get(${other}Key) ?? [];
    groups.set(${other}Key, [...known, { ...${noun}, name: ${noun}.name.trim() }]);
  }
  try {
    const text = await readFile(path.join("data", "${noun}.json"), "utf8");
    return text.length > limit ? groups : new Map([...groups].filter(([, list]) => list.length > 1));
  } catch (error) {
    throw new Error("could not ${verb} the ${noun}", { cause: error });
  }
}`;
}

function classText(pick, suffix) {
  const [noun, verb, second] = [pick(NOUNS), pick(VERBS), pick(VERBS)];
  return `${comment(pick)}
export class ${capital(noun)}Store${suffix} {
  readonly #items = new Map<string, { size: number; labels: Set<string> }>();
  private total = 0;

  constructor(private readonly options: { max?: number; onChange?: (name: string) => void } = {}) {}

  ${verb}(name: string, size: number, ...labels: string[]): this {
    const previous = this.#items.get(name);
    this.total += size - (previous?.size ?? 0);
    this.#items.set(name, { size, labels: new Set([...(previous?.labels ?? []), ...labels]) });
    this.options.onChange?.(name);
    return this;
  }

  get average(): number {
    return this.#items.size === 0 ? 0 : this.total / this.#items.size;
  }

  *${second}Large(least: number): Generator<string> {
    for (const [name, { size }] of this.#items) if (size >= least && size <= (this.options.max ?? Infinity)) yield name;
  }
}`;
}

function idText(pick, suffix) {
  const [noun, verb] = [pick(NOUNS), pick(VERBS)];
  return `${comment(pick)}
export function ${verb}${capital(noun)}For${suffix}(userId: string, threadId: string, limit: number): { runId: string; ${noun}: number }[] {
  const requestId: string = [userId, threadId].join(":");
  return Array.from({ length: limit }, (_, ${noun}) => ({ runId: requestId + ${noun}, ${noun} }));
}`;
}

function constantText(pick, suffix) {
  const noun = pick(NOUNS);
  const rows = Array.from(
    { length: 6 },
    (_, row) =>
      `  ${pick(VERBS)}${row}: { label: "${pick(WORDS)} ${pick(WORDS)}", weight: ${row * 3}, enabled: ${row % 2 === 0} },`,
  );
  return `${comment(pick)}\nexport const ${noun}Settings${suffix} = {\n${rows.join("\n")}\n} as const;`;
}

function capital(word) {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
