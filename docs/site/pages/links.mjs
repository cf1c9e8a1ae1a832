// Links of a page as the site needs them: other pages by their new place, everything else in the repository.
import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { changeProse } from "./prose.mjs";
import { REPOSITORY } from "../../../scripts/packages.mjs";

/** Where files that are no pages are read. */
const SOURCES = process.env.SITE_REPOSITORY ?? "https://github.com/godwit-dev/godwit";

/**
 * The text of a page with its links rewritten. `from` and the keys of `places` are paths in the repository; `places` says which of them are
 * pages, and where on the site.
 */
export function rewriteLinks(text, from, places) {
  return changeProse(text, (prose) =>
    prose
      .replaceAll(/(\]\()([^)\s]+)(\))/g, (_, open, target, close) => open + placeOf(target, from, places) + close)
      .replaceAll(/((?:src|srcset|href)=")([^"]+)(")/g, (_, open, target, close) => open + placeOf(target, from, places) + close),
  );
}

function placeOf(target, from, places) {
  if (/^(?:[a-z]+:|#|\/)/.test(target)) return target;
  const [file, anchor] = target.split(/(?=#)/);
  const named = path.posix.join(path.posix.dirname(from), file).replace(/\/$/, "");
  const page = places.get(named) ?? places.get(`${named}/README.md`);
  const own = places.get(from);
  if (page !== undefined) return `${relative(own, page)}${anchor ?? ""}`;
  if (!existsSync(path.join(REPOSITORY, named))) throw new Error(`${from} links to ${target}, which is not there.`);
  if (/\.(?:png|svg)$/.test(named) && named.startsWith("docs/")) return relative(own, named.slice("docs/".length));
  const kind = statSync(path.join(REPOSITORY, named)).isDirectory() ? "tree" : "blob";
  return `${SOURCES}/${kind}/main/${named}${anchor ?? ""}`;
}

function relative(from, to) {
  const way = path.posix.relative(path.posix.dirname(from), to);
  return way.startsWith(".") ? way : `./${way}`;
}
