#!/usr/bin/env -S npx tsx
import { readEnvironment } from "./config/env.js";
import { startServer } from "./server.js";
import { logger } from "./shared/logger.js";

const server = await startServer(readEnvironment().port);
logger.info("listening", { url: server.url });

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void server.close().then(() => process.exit(0)));
}
