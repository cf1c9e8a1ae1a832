// An esbuild plugin: imports from a package of this repository become imports from the files behind its entry. esbuild splits code
// by files, so with the entries in between each chunk would need everything that any of them needs.
import { readFileSync } from "node:fs";
import path from "node:path";

const IMPORT = /^import (type )?(?:\{([^}]*)\}|(\* as \w+)) from "([^"]+)";$/gms;
const EXPORT = /^export (?:type )?(?:\{([^}]*)\}|\*(?: as (\w+))?) from "(\.[^"]+)";$/gms;
const DECLARED = /^export (?:declare |abstract |async )*(?:const|function\*?|class|enum|interface|type) ([\w$]+)/gm;

/** The plugin for packages by the path of their entry's source. */
export function directImports(entries) {
  const exported = new Map(Object.entries(entries).map(([name, entry]) => [name, exportsOf(entry)]));
  return {
    name: "direct-imports",
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]packages[\\/][^\\/]+[\\/]src[\\/].*\.ts$/ }, ({ path: file }) => ({
        contents: readFileSync(file, "utf8").replace(IMPORT, (statement, isType, names, _all, source) => {
          const known = exported.get(source);
          if (!known || isType || names === undefined) return statement;
          return namesIn(names)
            .filter(({ isType }) => !isType)
            .map(({ name, local }) => importOf(known, { name, local, source, file }))
            .join("");
        }),
        loader: "ts",
        resolveDir: path.dirname(file),
      }));
    },
  };
}

function importOf(known, { name, local, source, file }) {
  const found = known.get(name);
  if (!found)
    throw new Error(
      `${file} imports ${name} from ${source}, whose entry does not export it in a form that scripts/direct-imports.mjs reads`,
    );
  const at = JSON.stringify(found.file);
  return found.name === "*" ? `import * as ${local} from ${at};` : `import { ${found.name} as ${local} } from ${at};`;
}

/** What an entry exports: by name, the file and the name in it. */
function exportsOf(entry) {
  const found = new Map();
  for (const [, names, namespace, source] of readFileSync(entry, "utf8").matchAll(EXPORT)) {
    const file = path.join(path.dirname(entry), source.replace(/\.js$/, ".ts"));
    if (namespace !== undefined) found.set(namespace, { file, name: "*" });
    else if (names === undefined)
      for (const [, name] of readFileSync(file, "utf8").matchAll(DECLARED)) found.set(name, { file, name });
    else for (const { name, local } of namesIn(names)) found.set(local, { file, name });
  }
  return found;
}

function namesIn(list) {
  return list
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "")
    .map((each) => {
      const [, type, name, local] = /^(type )?([\w$]+)(?: as ([\w$]+))?$/.exec(each);
      return { isType: type !== undefined, name, local: local ?? name };
    });
}
