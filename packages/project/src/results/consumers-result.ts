import * as z from "zod";
import { complexity, consumerRisk, type Data, file, owners, site, somewhere } from "./shapes.js";

const use = z.strictObject({
  how: z.enum([
    "import",
    "dynamic-import",
    "re-export",
    "construct",
    "call",
    "member",
    "extend",
    "implement",
    "pass",
    "receive",
    "hold",
    "type",
    "mock",
  ]),
  name: z.string().describe("What is used: the export, the member, the function that gets it"),
  line: somewhere.line,
  column: somewhere.column,
});

const consumer = z.strictObject({
  file,
  depth: z.int().min(1).describe("1: it names the target; 2: it gets it from something in a file of depth 1; and so on"),
  /** `src/factory.ts#createBoss`; `handed by src/factory.ts` */
  via: z.array(z.string()).describe("From where it has the target, up to the target"),
  uses: z.array(use),
  changes: z.array(site).describe("What contracts about the target ask to be changed here"),
  /** Null where nothing is to be changed. */
  complexity: complexity.nullable(),
  risk: consumerRisk,
  riskReasons: z.array(z.string()),
  owners,
  package: z.string(),
  isTest: z.boolean(),
  tests: z.array(file).describe("Tests that reach the file by imports"),
});

const target = z.strictObject({
  text: z.string().describe("As it was asked for"),
  kind: z.enum(["component", "export", "file", "package"]),
  module: z.string().describe("The file relative to the root, or the package"),
  exported: z.string().nullable().describe("Null: all of the module"),
  contracts: z.array(z.string()).describe("The contracts that are about it"),
  expectations: z.record(z.string(), z.string()).describe("Of a component: what each consumer relies on"),
});

const wrapper = z.strictObject({ file, exported: z.string(), depth: z.int() });

/** The part of the result of `godwit consumers --format json`, version 1, that is about the target. */
export const consumersSchema = z.strictObject({
  version: z.literal(1),
  target,
  consumers: z.array(consumer).describe("By depth, then code before tests, then file"),
  wrappers: z.array(wrapper).describe("Exports of other files that give the target"),
});

/** What consumers are asked for. */
export type ConsumedTarget = Data<typeof target>;
/** One place of use. */
export type ConsumerUse = Data<typeof use>;
/** A file that uses the target. */
export type Consumer = Data<typeof consumer>;
/** An export of another file that gives the target. */
export type Wrapper = Data<typeof wrapper>;
/** Every consumer of a target. */
export type ConsumersReport = Data<typeof consumersSchema>;
