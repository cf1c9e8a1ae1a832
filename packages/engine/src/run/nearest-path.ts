import { suggestNearest } from "@godwit/contracts";

/** A path, or a glob, with its first folder or file that is not there replaced by the nearest that is; undefined where none is near. */
export function nearestPath(written: string, paths: readonly string[]): string | undefined {
  const start = written.startsWith("./") ? "./" : "";
  const segments = written.slice(start.length).split("/");
  let folder = "";
  for (const [index, segment] of segments.entries()) {
    const children = childrenOf(folder, paths);
    if (!children.has(segment)) {
      const near = /[*?[{(]/u.test(segment) ? undefined : suggestNearest(segment, children);
      return near === undefined ? undefined : start + [...segments.slice(0, index), near, ...segments.slice(index + 1)].join("/");
    }
    folder += `${segment}/`;
  }
  return undefined;
}

function childrenOf(folder: string, paths: readonly string[]): ReadonlySet<string> {
  return new Set(paths.filter((path) => path.startsWith(folder)).map((path) => path.slice(folder.length).split("/")[0]!));
}
