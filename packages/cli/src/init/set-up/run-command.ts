import type { FoundProject, PackageManager } from "../found-project.js";

/** How each package manager runs a program of an installed package. */
export const RUN: Readonly<Record<PackageManager, string>> = { npm: "npx", pnpm: "pnpm exec", yarn: "yarn", bun: "bunx" };

/** The command that runs godwit in a project. */
export function runCommand({ packageManager }: Pick<FoundProject, "packageManager">, command: string): string {
  return `${RUN[packageManager]} godwit ${command}`;
}
