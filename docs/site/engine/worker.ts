/** The engine in a worker of the page: it gets texts and answers with data, so that the page can end it when it takes too long. */
import { startParser } from "./parser.js";
import { Playground } from "./playground.js";
import type { Asked, Reply, Start, Started } from "./protocol.js";

const playground = new Playground();
let started: Promise<void> | undefined;

addEventListener("message", ({ data }: MessageEvent<Start | Asked>) => {
  if ("parser" in data) started = start(data.parser);
  else void reply(data);
});

async function start(parser: string): Promise<void> {
  const answer = await fetch(parser);
  if (!answer.ok) throw new Error(`The parser could not be loaded (${answer.status}).`);
  await startParser(await WebAssembly.compile(await answer.arrayBuffer()));
  postMessage({ started: true } satisfies Started);
}

async function reply(asked: Asked): Promise<void> {
  postMessage(await replyTo(asked));
}

async function replyTo(asked: Asked): Promise<Reply> {
  const { id } = asked;
  try {
    await started;
    return { id, answer: answerTo(asked) };
  } catch (error) {
    return { id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function answerTo(asked: Asked): unknown {
  switch (asked.kind) {
    case "files":
      return playground.answer(asked.files);
    case "hover":
      return playground.hover(asked);
    case "complete":
      return playground.complete(asked);
  }
}
