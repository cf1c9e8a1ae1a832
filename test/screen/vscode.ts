import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Editor } from "./install.js";

/** The editor's settings, chosen so that pictures are the same everywhere. */
const SETTINGS = {
  "chat.commandCenter.enabled": false,
  "editor.fontSize": 14,
  "editor.hover.delay": 100,
  "editor.lightbulb.enabled": "on",
  "editor.minimap.enabled": false,
  "editor.occurrencesHighlight": "off",
  "editor.stickyScroll.enabled": false,
  "editor.hover.above": false,
  "explorer.decorations.badges": false,
  "files.autoSave": "off",
  "git.blame.statusBarItem.enabled": false,
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "typescript.updateImportsOnFileMove.enabled": "always",
  // With this VS Code asks tsserver for hints too: no hint may be shown twice.
  "typescript.inlayHints.enumMemberValues.enabled": true,
  "window.commandCenter": false,
  "workbench.activityBar.location": "hidden",
  "window.autoDetectColorScheme": true,
  "workbench.preferredLightColorTheme": "Default Light Modern",
  "workbench.preferredDarkColorTheme": "Default Dark Modern",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
};

/** A VS Code server with extensions of its own. */
export interface VsCode {
  /** The address that shows a folder, or the folders of a workspace file. */
  address(shown: { readonly folder: string } | { readonly workspace: string }): string;
  /** Installs another extension; a page that is loaded next has it. */
  install(vsix: string): void;
  stop(): Promise<void>;
}

/** Starts VS Code with one extension. */
export async function startVsCode({ server }: Editor, vsix: string): Promise<VsCode> {
  const home = mkdtempSync(path.join(tmpdir(), "godwit-vscode-home-"));
  const extensions = path.join(home, "extensions");
  const common = ["--user-data-dir", home, "--extensions-dir", extensions];
  const env = { ...process.env, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home };
  mkdirSync(path.join(home, "User"), { recursive: true });
  writeFileSync(path.join(home, "User/settings.json"), JSON.stringify(SETTINGS));
  const install = (file: string): void =>
    void execFileSync(process.execPath, [server, ...common, "--install-extension", file], { env, stdio: "ignore" });
  install(vsix);
  const port = await freePort();
  const options = ["--auth", "none", "--bind-addr", `127.0.0.1:${port}`, "--disable-telemetry", "--disable-update-check"];
  // A group of its own, since the server starts others.
  const child = spawn(process.execPath, [server, ...common, ...options], { env, stdio: "ignore", detached: true });
  await answers(`http://127.0.0.1:${port}/healthz`);
  return {
    address: (shown) => `http://127.0.0.1:${port}/?${new URLSearchParams(Object.entries(shown)).toString()}`,
    install,
    async stop() {
      await end(child);
      rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function answers(address: string): Promise<void> {
  for (const end = performance.now() + 60_000; performance.now() < end;) {
    if ((await fetch(address).catch(() => undefined))?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("VS Code's server does not answer.");
}

async function end(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  process.kill(-child.pid!, "SIGTERM");
  await ended;
}
