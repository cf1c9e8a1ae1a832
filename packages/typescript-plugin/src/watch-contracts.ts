import path from "node:path";
import { baselineFolder, type Project } from "@godwit/project/editor";
import type ts from "typescript";

/** The watch methods of the server's host; an embedded host may lack them. */
type Watcher = Partial<Pick<ts.server.ServerHost, "watchDirectory" | "watchFile" | "readDirectory">>;

/** How often the server looks for a file that has gone, in milliseconds; without a number it throws when a file goes. */
const POLLING = 2_000;

/**
 * Calls back when contracts or baselines are edited, added or removed, or the root's package.json changes; returns a function that
 * stops the watching. TypeScript's directory watcher only reports names that appear or disappear, so each file is watched too.
 */
export function watchContracts(host: Watcher, { root, directory }: Project, onChange: () => void): () => void {
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
