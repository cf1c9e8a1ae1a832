import { GLOBAL_OBJECT_NAMES } from "../syntax/identifiers.js";

/** Globals of JavaScript, of Node and of browsers that contracts name. */
export const GLOBALS: ReadonlySet<string> = new Set([
  ...GLOBAL_OBJECT_NAMES,
  ...(
    "undefined NaN Infinity Array Boolean BigInt Date Error JSON Map Math Number Object Promise Reflect RegExp Set String Symbol URL URLSearchParams " +
    "WeakMap WeakSet console process Buffer crypto fetch structuredClone queueMicrotask setTimeout clearTimeout setInterval clearInterval parseInt parseFloat isNaN " +
    "encodeURIComponent decodeURIComponent encodeURI decodeURI document require module Intl Uint8Array TextEncoder TextDecoder AbortController Headers Request Response"
  ).split(" "),
]);
