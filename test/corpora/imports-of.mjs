import path from "node:path";

const IMPORT =
  /\b(?:import|export)\s+(?:type\s+)?(?:\{([^}]*)\}\s*from\s*|[\w$*\s,{}]*?\bfrom\s*)?(["'])([^"'\n]+)\2|\brequire\(\s*(["'])([^"'\n]+)\4\s*\)/g;

/** What a text seems to import: a rough reading, good enough to choose what to move. */
export function importsOf(text) {
  return [...text.matchAll(IMPORT)].map(([, names, , specifier, , required]) => ({
    specifier: specifier ?? required,
    names: (names ?? "")
      .split(",")
      .map((name) =>
        name
          .trim()
          .replace(/^type\s+/, "")
          .replace(/\s+as\s+.*$/s, ""),
      )
      .filter((name) => /^[A-Za-z_$][\w$]*$/.test(name) && name !== "default"),
  }));
}

/** The file among `files` that a relative specifier means, without a resolver. */
export function findRelative(from, specifier, files) {
  if (!specifier.startsWith(".")) return undefined;
  const stem = path.posix.join(path.posix.dirname(from), specifier);
  const bare = stem.replace(/\.[cm]?jsx?$/, "");
  const ends = ["", ".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];
  const forms = [stem, ...ends.map((end) => bare + end), ...ends.slice(1).map((end) => `${bare}/index${end}`)];
  return forms.find((form) => files.has(form));
}

/** The keys that occur most, best first. */
export function mostFrequent(keys, count) {
  const counts = new Map();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, count)
    .map(([key]) => key);
}
