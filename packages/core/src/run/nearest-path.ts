import { suggestNearest } from "../contracts/index.js";

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
  const children = new Set<string>();
  // Sorted paths have the same child one after the other, so that most need not be cut out.
  let last = folder;
  for (const path of paths) {
    if (!path.startsWith(folder) || (last !== folder && path.startsWith(last))) continue;
    const end = path.indexOf("/", folder.length);
    last = end < 0 ? folder : path.slice(0, end + 1);
    children.add(path.slice(folder.length, end < 0 ? undefined : end));
  }
  return children;
}
