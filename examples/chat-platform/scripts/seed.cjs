"use strict";
// tsx scripts/seed.cjs [count]: fills the store with users who have talked to an agent, and prints them.
const { v4: uuidv4 } = require("uuid");
const { ExecutionEngine, UserExecutionContext } = require("../src/agents/execution-engine.js");
const { agentRegistry } = require("../src/agents/agent-registry.js");
const { getAgentWebSocketBridge } = require("../src/websocket/agent-bridge.js");
const { createUser } = require("../src/db/repositories/user-repository.js");
const retry = require("../src/agents/legacy/retry-policy.js");
require("../src/agents/legacy/register-defaults.js");

async function seedUser(position) {
  const user = createUser(`user-${position}@seed.example`, "no password");
  const seedId = uuidv4();
  const engine = new ExecutionEngine(agentRegistry, getAgentWebSocketBridge(), UserExecutionContext.system("seed"));
  const { reply } = await retry.withRetry(() => engine.run("triage", `${position} + ${position}`));
  return { userId: user.id, seedId, reply };
}

async function main() {
  const count = Number(process.argv[2] ?? 3);
  const seeded = [];
  for (let position = 1; position <= count; position += 1) seeded.push(await seedUser(position));
  console.log(JSON.stringify(seeded));
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
