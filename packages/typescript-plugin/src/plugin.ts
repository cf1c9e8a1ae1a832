import path from "node:path";
import { baselineFolder, type Project } from "@godwit/project/editor";
import type ts from "typescript";
import { findText } from "@godwit/core/disk";
import { decorate, type Feature } from "./guard.js";
import { registerCodes } from "./codes.js";
import { codeFixes, importChoice } from "./features/code-fixes.js";
import { completions } from "./features/completions.js";
import { diagnostics } from "./features/diagnostics.js";
import { inlayHints, quickInfo } from "./features/quick-info.js";
import { missingNames } from "./features/missing-names.js";
import { refactors } from "./features/refactors.js";
import { wrapIds } from "./features/wrap-ids.js";
import { answerRequests } from "./requests.js";
import { Session, type SessionHost } from "./session.js";

/** Stops watching contracts when the server closes a project. */
const lifetime: Feature<Session> = (inner, session) => ({
  dispose() {
    session.dispose();
    inner.dispose();
  },
});

const FEATURES = [
  diagnostics,
  codeFixes,
  refactors,
  quickInfo,
  inlayHints,
  completions,
  importChoice,
  missingNames,
  wrapIds,
  lifetime,
];

/** A language service with the plugin around it, and the plugin's state. */
export interface Decorated {
  readonly service: ts.LanguageService;
  readonly session: Session;
}

/** Puts the plugin around any language service. */
export function decorateService(typescript: typeof ts, host: SessionHost, config: unknown): Decorated {
  const session = new Session(typescript, host, config);
  const onError = (method: string, error: unknown): void => {
    host.log(
      `${method} failed, TypeScript's own answer is used: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  };
  return { service: decorate(host.service, FEATURES, { typescript, session, onError }), session };
}

/** Sessions by decorated service and by project: an extension and tsconfig may both register the plugin. */
const sessions = new WeakMap<ts.LanguageService, Session>();
const byProject = new WeakMap<ts.server.Project, Session>();

/** The plugin as tsserver sees it. @public for `index.cts` */
export function createPlugin(typescript: typeof ts): ts.server.PluginModule {
  const own = new Set<WeakRef<Session>>();
  let override: unknown;
  registerCodes(typescript);
  return {
    create(info) {
      const { languageService, config } = info as { languageService: ts.LanguageService; config: unknown };
      const known = sessions.get(languageService);
      if (known) {
        // tsconfig was edited; an extension's registration contains no settings.
        if (!isGlobal(config)) known.configure(config);
        return languageService;
      }
      if (isSyntaxOnly(typescript, info.project)) return languageService;
      const { service, session } = decorateService(
        typescript,
        hostOf(info, () => session),
        config,
      );
      if (override === undefined && isExtensionComing(process.argv)) session.awaitExtension(LONGEST_SILENCE);
      else session.override(override);
      sessions.set(service, session);
      byProject.set(info.project, session);
      answerRequests(info, (project) => byProject.get(project));
      own.add(new WeakRef(session));
      return service;
    },
    onConfigurationChanged(config) {
      override = config;
      for (const session of own) {
        session.deref()?.override(config);
        session.deref()?.refresh();
      }
    },
  };
}

function isGlobal(config: unknown): boolean {
  return typeof config === "object" && config !== null && (config as { readonly global?: unknown }).global === true;
}

/** Whether the server only parses: it sends no request that the plugin answers. */
function isSyntaxOnly(typescript: typeof ts, project: ts.server.Project): boolean {
  const mode = (project.projectService as { readonly serverMode?: ts.LanguageServiceMode } | undefined)?.serverMode;
  return mode === typescript.LanguageServiceMode.Syntactic;
}

function hostOf(info: ts.server.PluginCreateInfo, session: () => Session): SessionHost {
  const log = (message: string): void => info.project.projectService.logger.info(`[godwit] ${message}`);
  return {
    service: info.languageService,
    serviceHost: info.languageServiceHost,
    log,
    openText(file) {
      const script = info.project.projectService.getScriptInfo(file);
      const snapshot = script?.isScriptOpen() ? script.getSnapshot() : undefined;
      return snapshot?.getText(0, snapshot.getLength());
    },
    // Not in the public types, and absent from embedded hosts.
    refresh: () => (info.project as { refreshDiagnostics?: () => void }).refreshDiagnostics?.(),
    onProject: (project) => watch(info, project, session),
  };
}

/** Invalidates the session and refreshes the editor when contracts change; returns a function that stops this. */
function watch(info: ts.server.PluginCreateInfo, project: Project, session: () => Session): () => void {
  // An embedded host has none; there the next look at the disk finds new contracts, a second later.
  const { serverHost = {} } = info as { readonly serverHost?: Partial<ts.server.ServerHost> };
  return watchContracts(serverHost, project, () => {
    session().invalidate();
    session().refresh();
  });
}

/** How long an extension has to send its settings, in milliseconds; it may have failed to start. */
const LONGEST_SILENCE = 10_000;

const EXTENSION = "godwit-vscode";

/**
 * Whether the server was started by an editor with godwit's extension, which underlines and explains itself: its settings come after the
 * first files were opened, and until then both would show the same.
 */
function isExtensionComing(serverArguments: readonly string[]): boolean {
  const folders = serverArguments[serverArguments.indexOf("--pluginProbeLocations") + 1] ?? "";
  return folders.split(",").some((folder) => nameIn(folder) === EXTENSION);
}

function nameIn(folder: string): unknown {
  try {
    const manifest: unknown = JSON.parse(findText(path.join(folder, "package.json"), "settings") ?? "{}");
    return (manifest as { readonly name?: unknown } | null)?.name;
  } catch {
    return undefined;
  }
}

/** The watch methods of the server's host; an embedded host may lack them. */
type Watcher = Partial<Pick<ts.server.ServerHost, "watchDirectory" | "watchFile" | "readDirectory">>;

/** How often the server looks for a file that has gone, in milliseconds; without a number it throws when a file goes. */
const POLLING = 2_000;

/**
 * Calls back when contracts or baselines are edited, added or removed, or the root's package.json changes; returns a function that
 * stops the watching. TypeScript's directory watcher only reports names that appear or disappear, so each file is watched too.
 */
function watchContracts(host: Watcher, { root, directory }: Project, onChange: () => void): () => void {
  const folder = path.join(root, directory);
  const endings = [
    watchFiles(host, folder, ".md", onChange),
    watchFiles(host, path.join(root, baselineFolder(directory)), ".txt", onChange),
  ];
  const settings = host.watchFile?.(path.join(root, "package.json"), onChange, POLLING);
  return () => {
    for (const end of endings) end();
    settings?.close();
  };
}

function watchFiles(host: Watcher, folder: string, extension: string, onChange: () => void): () => void {
  const files = new Map<string, ts.FileWatcher>();
  const watchEach = (): void => {
    const present = new Set(host.readDirectory?.(folder, [extension], undefined, undefined, 1) ?? []);
    for (const [file, watcher] of files)
      if (!present.has(file)) {
        watcher.close();
        files.delete(file);
      }
    for (const file of present) {
      const watcher = files.has(file) ? undefined : host.watchFile?.(file, onChange, POLLING);
      if (watcher) files.set(file, watcher);
    }
  };
  watchEach();
  const names = host.watchDirectory?.(
    folder,
    () => {
      watchEach();
      onChange();
    },
    false,
  );
  return () => {
    for (const watcher of [...files.values(), names]) watcher?.close();
    files.clear();
  };
}
