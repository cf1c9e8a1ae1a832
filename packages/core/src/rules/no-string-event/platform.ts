import type { FileView } from "../../semantics/file-view.js";
import { unwrap, type Node } from "../../syntax/nodes.js";

/** Objects of the platform, whose events are its own. */
const OBJECTS = new Set(["process", "window", "document", "self", "globalThis", "navigator", "screen", "cluster"]);

/** Whether an expression is an object of the platform, and not one that the project declares. */
export function isPlatformObject(file: FileView, expression: Node): boolean {
  const node = unwrap(expression);
  if (node.type === "MemberExpression") return isPlatformObject(file, node.object);
  return node.type === "Identifier" && OBJECTS.has(node.name) && !file.variableOf(node);
}

/** Events of Node's emitters, streams, servers and processes, of WebSocket and Socket.IO, and of the DOM. */
const EVENTS = new Set(
  (
    "error close data end finish drain pipe unpipe readable pause resume open message messageerror connection connect disconnect " +
    "disconnecting connect_error connect_timeout reconnect reconnect_attempt reconnect_error reconnect_failed listening request response " +
    "upgrade unexpected-response headers ping pong socket timeout lookup ready abort aborted continue checkContinue information " +
    "clientError secureConnection secureConnect tlsClientError session keylog exit beforeExit spawn fork online worker rejectionHandled " +
    "unhandledRejection uncaughtException uncaughtExceptionMonitor warning newListener removeListener line history change add addDir unlink " +
    "unlinkDir all raw SIGINT SIGTERM SIGHUP SIGQUIT SIGKILL SIGUSR1 SIGUSR2 SIGWINCH SIGBREAK load unload beforeunload DOMContentLoaded " +
    "readystatechange visibilitychange pagehide pageshow popstate hashchange storage offline focus blur focusin focusout click dblclick " +
    "contextmenu mousedown mouseup mousemove mouseenter mouseleave mouseover mouseout wheel scroll resize keydown keyup keypress input submit " +
    "reset select invalid touchstart touchend touchmove touchcancel pointerdown pointerup pointermove pointerenter pointerleave pointerover " +
    "pointerout pointercancel dragstart drag dragend dragenter dragleave dragover drop copy cut paste play playing ended progress loadstart " +
    "loadend animationstart animationend animationiteration transitionstart transitionend toggle fullscreenchange"
  ).split(" "),
);

/** Events of the platform that projects also send themselves. */
const SENT = new Set([
  "error",
  "close",
  "data",
  "end",
  "finish",
  "message",
  "connection",
  "connect",
  "disconnect",
  "ready",
  "exit",
]);
const LISTENING = /^(?:on|off|add|remove|prepend|listen|un|wait|subscribe|once|has|is)/u;

/** Whether an emitter of the platform may have such an event for a method that listens or sends. */
export function isPlatformEvent(text: string, method: string): boolean {
  return LISTENING.test(method) ? EVENTS.has(text) : SENT.has(text);
}
