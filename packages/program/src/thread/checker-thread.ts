import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import type { CallerHost } from "../callers/caller-host.js";
import type { WaveHost } from "../typed/wave-host.js";
import { typeCheckerHere } from "./async-type-checker.js";
import {
  type Answer,
  type Call,
  compileCache,
  ENDED,
  failureOf,
  type FromThread,
  type ThreadStart,
  type ToThread,
  valueOf,
  waitForRing,
} from "./messages.js";

// The entry of the thread on which a type checker works.
const { root, files, answers, bell, compiler, hasCompileCache } = workerData as ThreadStart;
const port = parentPort!;
if (hasCompileCache) compileCache.enableCompileCache?.();

const say = (message: FromThread): void => port.postMessage(message);

/** Asks the thread that started this one and waits, since what asks can't wait otherwise. */
function ask(call: Call): unknown {
  Atomics.store(bell, 0, 0);
  say({ kind: "ask", call });
  waitForRing(bell);
  const { message } = receiveMessageOnPort(answers) as { readonly message: Answer };
  return valueOf(message);
}

/** The host of the wave that is under way, whose methods are the other thread's. */
const host = new Proxy({} as WaveHost & CallerHost, {
  get(_, method: string) {
    // Who wants the wave to end, ends the thread.
    if (method === "breathe") return () => Promise.resolve(true);
    return (...args: readonly unknown[]) => ask({ method, args });
  },
});

/** Lets the thread that started this one end the compiler, which may be asked to while it starts. */
function onProcess(pid: number): void {
  if (Atomics.exchange(compiler, 0, pid) !== ENDED) return;
  Atomics.store(compiler, 0, ENDED);
  if (pid !== 0) process.kill(pid, "SIGKILL");
}

const checker = typeCheckerHere(root, files, { onProcess }) as unknown as Readonly<
  Record<string, (...args: readonly unknown[]) => unknown>
>;

async function answer(id: number, { method, args, hasHost }: ToThread): Promise<void> {
  let found: Answer;
  try {
    found = { value: await checker[method]!(...args, ...(hasHost ? [host] : [])) };
  } catch (error) {
    found = failureOf(error);
  }
  say({ kind: "answer", id, answer: found });
}

port.on("message", (message: ToThread) => {
  if (message.id === undefined) checker[message.method]!(...message.args);
  else void answer(message.id, message);
});
