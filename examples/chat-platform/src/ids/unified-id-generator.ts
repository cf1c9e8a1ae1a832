/*!
 * Copyright (c) 2026 Chat Platform contributors
 * SPDX-License-Identifier: MIT
 */
import { randomBytes, randomUUID } from "node:crypto";
import { isEnabled } from "../config/feature-flags.js";

/** The IDs that belong to one operation of one user. */
export interface UserContextIds {
  readonly contextId: string;
  readonly threadId: string;
  readonly runId: string;
  readonly requestId: string;
}

let counter = 0;

/** `[a-z0-9]` only and at most twelve characters, so that an ID stays one readable word. */
function word(text: string): string {
  return (
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "")
      .slice(0, 12) || "none"
  );
}

function unique(): string {
  counter = (counter + 1) % 0xffff;
  return `${Date.now().toString(36)}${counter.toString(36).padStart(3, "0")}${randomBytes(5).toString("hex")}`;
}

function build(...parts: readonly string[]): string {
  // The rollback of the migration `unified-ids`: raw uuids again, with no deploy.
  if (!isEnabled("enable_unified_id_generation")) return randomUUID();
  return [...parts, unique()].join("_");
}

/** Makes every ID of the platform, in one format: `<entity>_<what it belongs to>_<unique>`. */
export class UnifiedIdGenerator {
  static generateBaseId(entity: string): string {
    return build(entity.toLowerCase().replace(/[^a-z0-9]+/g, "_"));
  }

  static generateMessageId(type: string, userId: string, threadId: string): string {
    return build("msg", word(type), word(userId), word(threadId));
  }

  static generateAgentExecutionId(agentType: string, userId: string): string {
    return build("exec", word(agentType), word(userId));
  }

  static generateToolExecutionId(toolName: string, agentId: string): string {
    return build("tool", word(toolName), word(agentId));
  }

  static generateWebsocketConnectionId(userId: string): string {
    return build("ws", word(userId));
  }

  static generateUserContextIds(userId: string, operation: string): UserContextIds {
    const owner = [word(userId), word(operation)];
    return {
      contextId: build("ctx", ...owner),
      threadId: build("thread", ...owner),
      runId: build("run", ...owner),
      requestId: build("req", ...owner),
    };
  }
}
