type Fields = Readonly<Record<string, unknown>>;

function write(level: string, message: string, fields?: Fields): void {
  const configured = process.env.LOG_LEVEL ?? "info";
  if (configured === "silent" || (level === "debug" && configured !== "debug")) return;
  process.stderr.write(`${JSON.stringify({ level, message, ...fields })}\n`);
}

/** One JSON line an event, on stderr. */
export const logger = {
  debug: (message: string, fields?: Fields) => write("debug", message, fields),
  info: (message: string, fields?: Fields) => write("info", message, fields),
  error: (message: string, fields?: Fields) => write("error", message, fields),
};
