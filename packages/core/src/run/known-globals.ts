import { GLOBAL_OBJECT_NAMES } from "../syntax/identifiers.js";

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

/** Globals of JavaScript, of Node and of browsers that contracts name. */
export const GLOBALS: ReadonlySet<string> = new Set([
  ...GLOBAL_OBJECT_NAMES,
  ...[LANGUAGE, NODE, NODE_AND_BROWSERS, BROWSERS].flatMap((names) => names.split(" ")),
]);
