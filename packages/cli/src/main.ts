import { runCommandLine } from "./program.js";

// A reader that closes the pipe early (`| head`) needs no more output.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

/** NO_COLOR and FORCE_COLOR as people know them; otherwise colour only on a terminal. */
function hasColour(stream: NodeJS.WriteStream): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  // `isTTY` is undefined, not false, if stdout is no terminal.
  return stream.isTTY ? TERM !== "dumb" : false;
}

process.exitCode = runCommandLine(process.argv.slice(2), {
  cwd: process.cwd(),
  hasColour: hasColour(process.stdout),
  hasProgress: process.stderr.isTTY && process.stdout.isTTY,
  columns: process.stdout.columns,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
