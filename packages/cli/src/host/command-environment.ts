import process from "node:process";
import { npmRunPathEnv } from "npm-run-path";

/** The environment of a command that runs in `cwd`: as a script of package.json has it, it finds the programs of installed packages by name. */
export function commandEnvironment(cwd: string): NodeJS.ProcessEnv {
  const { env } = process;
  return npmRunPathEnv({ cwd, addExecPath: false, env: env.PATH === undefined ? { ...env, PATH: "" } : env });
}
