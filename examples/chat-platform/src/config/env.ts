/** What the process is told from outside. */
export interface Environment {
  readonly port: number;
  readonly databaseFile: string;
  readonly logLevel: "silent" | "info" | "debug";
}

const LOG_LEVELS = ["silent", "info", "debug"] as const;

/** Reads the environment; secrets have a provider of their own. */
export function readEnvironment(env: NodeJS.ProcessEnv = process.env): Environment {
  const level = LOG_LEVELS.find((name) => name === env.LOG_LEVEL);
  return {
    port: Number(env.PORT ?? 3000),
    databaseFile: env.DATABASE_FILE ?? ":memory:",
    logLevel: level ?? "info",
  };
}
