import { ExecutionEngine as Engine } from "./execution-engine.js";
import { randomUUID } from "node:crypto";
import { logger } from "../shared/logger.js";

/** An engine that writes how long each turn took. */
export class TracingEngine extends Engine {
  private readonly spanId: string = randomUUID().slice(0, 8);

  override async run(agentName: string, input: string) {
    const started = performance.now();
    try {
      return await super.run(agentName, input);
    } finally {
      logger.debug("turn", { spanId: this.spanId, agentName, milliseconds: Math.round(performance.now() - started) });
    }
  }
}
