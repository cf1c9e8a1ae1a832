import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import type { PlannedEdits } from "../callers/caller-host.js";
import type { ContextHost } from "../context/context-host.js";
import type { WaveHost } from "../typed/wave-host.js";
import { waitForRing } from "./bell.js";
import { typeCheckerHere } from "./async-type-checker.js";
import {
  ENDED,
  copyError,
  restoreError,
  compileCache,
  type Answer,
  type CallerCall,
  type CopiedEdits,
  type FromThread,
  type HostCall,
  type ThreadStart,
  type ToThread,
} from "./messages.js";

// The entry of the thread on which a type checker works.
const { root, files, answers, bell, compiler, hasCompileCache } = workerData as ThreadStart;
const port = parentPort!;
if (hasCompileCache) compileCache.enableCompileCache?.();

const say = (message: FromThread): void => port.postMessage(message);

/** Asks the thread that started this one and waits, since what asks can't wait otherwise. */
function ask(call: HostCall | CallerCall): unknown {
  Atomics.store(bell, 0, 0);
  say({ kind: "ask", call });
  waitForRing(bell);
  const { message } = receiveMessageOnPort(answers) as { readonly message: Answer };
  if ("error" in message) throw restoreError(message.error);
  return message.value;
}

const host: WaveHost = {
  read: (file) => ask({ method: "read", args: [file] }) as string | undefined,
  edit(file, text, requests) {
    const { edits, refused } = ask({ method: "edit", args: [file, text, requests] }) as CopiedEdits;
    return { edits, refused: refused.map(({ index, reason }) => ({ request: requests[index]!, reason })) };
  },
  mayRetype: (file, part) => ask({ method: "mayRetype", args: [file, part] }) as boolean,
  mayFollow: (file) => ask({ method: "mayFollow", args: [file] }) as boolean,
  usersBeside: (seen, asked) => ask({ method: "usersBeside", args: [seen, asked] }) as readonly (string | undefined)[],
  typeForName: (name) => ask({ method: "typeForName", args: [name] }) as string | undefined,
  isTest: (file) => ask({ method: "isTest", args: [file] }) as boolean,
  // Who wants the wave to end, ends the thread.
  breathe: () => Promise.resolve(true),
};

const callerHost: ContextHost = {
  read: (file) => ask({ method: "read", args: [file] }) as string | undefined,
  insert: (file, text, insertions) => ask({ method: "insert", args: [file, text, insertions] }) as PlannedEdits,
  fix: (file, text, sites) => ask({ method: "fix", args: [file, text, sites] }) as PlannedEdits,
  refusal: (file) => ask({ method: "refusal", args: [file] }) as string | undefined,
  callRefusal: (file) => ask({ method: "callRefusal", args: [file] }) as string | undefined,
  usersBeside: (seen, asked) => ask({ method: "usersBeside", args: [seen, asked] }) as readonly (string | undefined)[],
  isTest: (file) => ask({ method: "isTest", args: [file] }) as boolean,
  overlapAt: (file, range) => ask({ method: "overlapAt", args: [file, range] }) as string | undefined,
  breathe: () => Promise.resolve(true),
};

/** Lets the thread that started this one end the compiler, which may be asked to while it starts. */
function onProcess(pid: number): void {
  if (Atomics.exchange(compiler, 0, pid) !== ENDED) return;
  Atomics.store(compiler, 0, ENDED);
  if (pid !== 0) process.kill(pid, "SIGKILL");
}

const checker = typeCheckerHere(root, files, { onProcess });

async function answer(id: number, question: () => Promise<unknown>): Promise<void> {
  let found: Answer;
  try {
    found = { value: await question() };
  } catch (error) {
    found = { error: copyError(error) };
  }
  say({ kind: "answer", id, answer: found });
}

port.on("message", (message: ToThread) => {
  switch (message.kind) {
    case "judge":
      return void answer(message.id, () => checker.judge(message.texts));
    case "foresee":
      return void answer(message.id, () => checker.foresee(message.changes));
    case "wave":
      return void answer(message.id, () => checker.runWave(message.sites, host));
    case "context":
      return void answer(message.id, () => checker.runContextWave(message.sites, callerHost));
    case "async":
      return void answer(message.id, () => checker.runAsyncWave(message.sites, callerHost));
    case "slow":
      return void answer(message.id, () => checker.slow());
    case "confirm":
      return void answer(message.id, () => checker.confirm(message.before, message.after));
    case "keep":
      return checker.keepLast();
    case "refresh":
      return checker.refresh(message.files);
  }
});
