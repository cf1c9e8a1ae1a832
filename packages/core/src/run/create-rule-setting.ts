import { builtinModules } from "node:module";
import { type RuleContext, parseImportTarget, readScope } from "../contracts/index.js";
import type { RuleSetting } from "../patterns/rule-setting.js";
import type { ExportRef } from "../semantics/module-view.js";
import type { EngineHost } from "../syntax/source-file.js";
import { parseTemplate } from "../patterns/template.js";
import type { Modules } from "../modules/index.js";
import { GLOBAL_OBJECT_NAMES, TEST_GLOBALS } from "../syntax/identifiers.js";

/** Whether a package may be imported: built-ins, and what a bundler makes up (`virtual:x`), need no declaration. */
export function isDeclaredPackage(name: string, declared: ReadonlySet<string>): boolean {
  // Without any package.json there is nothing to compare with.
  if (declared.size === 0 || name.includes(":") || name.startsWith("#") || builtinModules.includes(name)) return true;
  return declared.has(name) || declared.has(`@types/${name.replace(/^@/u, "").replace("/", "__")}`);
}

/** Resolves the parts of a contract that all its rules share: names, scope, templates. */
export function createRuleSetting(context: RuleContext, host: EngineHost, modules: Modules): RuleSetting {
  const exports = new Map<string, ExportRef | undefined>();
  const scope = readScope(context.scope ?? {});
  const findExport = (name: string): ExportRef | undefined => {
    if (!exports.has(name)) exports.set(name, readExportRef(context, modules, name));
    return exports.get(name);
  };
  return {
    context,
    host,
    modules,
    findExport,
    template: (text) => parseTemplate(text, host),
    scopeRule(hole) {
      const entry = Object.hasOwn(scope, hole) ? scope[hole] : undefined;
      if (!entry) return { from: [hole], type: undefined, isDefault: true };
      return {
        from: entry.from,
        type: entry.type === undefined ? undefined : findExport(entry.type),
        isDefault: false,
        inject: entry.inject,
      };
    },
  };
}

function readExportRef(context: RuleContext, modules: Modules, name: string): ExportRef | undefined {
  const value = context.imports && Object.hasOwn(context.imports, name) ? context.imports[name] : undefined;
  if (value === undefined) return undefined;
  const target = parseImportTarget(name, value);
  const isBound = context.bound?.includes(name) && target.exported !== "default" && target.exported !== "*";
  // A contract can't call it so, as its `$` would read as a hole.
  const isOwnName = isBound || target.exported === `$${name}`;
  return {
    name,
    ...(isOwnName && { local: target.exported }),
    module: modules.resolveContractModule(target.module),
    exported: target.exported,
  };
}

const LANGUAGE =
  "undefined NaN Infinity Array ArrayBuffer AggregateError Atomics BigInt BigInt64Array BigUint64Array Boolean DataView Date Error EvalError FinalizationRegistry " +
  "Float32Array Float64Array Function Int8Array Int16Array Int32Array Intl Iterator JSON Map Math Number Object Promise Proxy RangeError ReferenceError Reflect " +
  "RegExp Set SharedArrayBuffer String Symbol SyntaxError TypeError URIError Uint8Array Uint8ClampedArray Uint16Array Uint32Array WeakMap WeakRef WeakSet " +
  "decodeURI decodeURIComponent encodeURI encodeURIComponent isFinite isNaN parseFloat parseInt";
const NODE = "Buffer __dirname __filename clearImmediate module process require setImmediate";
const NODE_AND_BROWSERS =
  "AbortController AbortSignal Blob BroadcastChannel CustomEvent DOMException Event EventTarget File FormData Headers MessageChannel ReadableStream Request Response " +
  "TextDecoder TextEncoder TransformStream URL URLSearchParams WebSocket WritableStream atob btoa clearInterval clearTimeout console crypto fetch navigator performance " +
  "queueMicrotask setInterval setTimeout structuredClone";
/** Without those that are common words: `event`, `name`, `status` are rather names that a contract forgot to declare. */
const BROWSERS =
  "HTMLElement IntersectionObserver MutationObserver ResizeObserver Worker XMLHttpRequest cancelAnimationFrame document localStorage requestAnimationFrame sessionStorage";

/** Globals of JavaScript, of Node, of browsers and of test runners that contracts name. */
export const GLOBALS: ReadonlySet<string> = new Set([
  ...GLOBAL_OBJECT_NAMES,
  ...[LANGUAGE, NODE, NODE_AND_BROWSERS, BROWSERS].flatMap((names) => names.split(" ")),
  ...TEST_GLOBALS,
]);
