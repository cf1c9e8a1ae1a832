// Starts programs for a process of tests that is too big to start them itself (spawn-elsewhere.ts), until that process ends.
import { spawnSync } from "node:child_process";
import { openSync } from "node:fs";
import { readFrame, writeFrame } from "./frames.mjs";

const [questions, answers] = process.argv.slice(2);
const from = openSync(questions, "r");
const to = openSync(answers, "w");
for (let question = readFrame(from); question; question = readFrame(from)) {
  const { error, ...result } = spawnSync(question.file, question.args, question.options);
  writeFrame(to, { ...result, ...(error && { error: { ...error, message: error.message } }) });
}
