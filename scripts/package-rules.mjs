// What must be true of a package before it is published. `npm run check:packages` asks it of each.
import { isBuiltin } from "node:module";
import path from "node:path";
import { parseSync } from "oxc-parser";

/** Files that are useless in an installed package: sources, tests and what a build leaves behind. */
const STRAY = /(^|\/)(src|test|tests|test-support|node_modules)\/|\.test\.|\.tsbuildinfo$|\.DS_Store$|(?<!\.d)\.[cm]?ts$/;
/** What npm shows, what it needs to prove where a package was built, and what keeps a package from the wrong Node. */
const NEEDED = ["description", "license", "homepage", "bugs", "repository", "engines", "files", "keywords"];
const LINKED = /^(?:file|link|workspace|git|github|https?):/;

/**
 * What is wrong with a package: `files` are those that npm would pack, each with its path and mode, and `read` gives a file's text.
 * `published` has the versions of all packages that are published together, by name.
 */
export function findFaults({ manifest, directory, files, read }, published) {
  const paths = files.map((file) => file.path);
  return [
    ...findMissingKeys(manifest),
    ...findWrongOrigin(manifest, directory),
    ...findWrongDependencies(manifest, published),
    ...findClosedPeers(manifest),
    ...paths.filter((file) => STRAY.test(file)).map((file) => `${file} should not be published.`),
    ...findMissingFiles(manifest, paths),
    ...findUselessPrograms(manifest, files, read),
    ...findUndeclaredImports(manifest, paths, read),
  ];
}

function findMissingKeys(manifest) {
  const { access, provenance } = manifest.publishConfig ?? {};
  return [
    ...NEEDED.filter((key) => manifest[key] === undefined).map((key) => `"${key}" is missing in package.json.`),
    ...(manifest.engines?.node === undefined ? ['"engines" does not say which Node it needs.'] : []),
    ...(access === "public" ? [] : ['"publishConfig.access" is not "public", so npm would want to keep it private.']),
    ...(provenance === true ? [] : ['"publishConfig.provenance" is not true, so nobody could see where it was built.']),
  ];
}

/** npm refuses provenance where package.json names another repository than the one that built it. */
function findWrongOrigin({ repository }, directory) {
  if (repository === undefined) return [];
  const isOurs = /^git\+https:\/\/github\.com\/[\w.-]+\/[\w.-]+\.git$/.test(repository.url ?? "");
  return [
    ...(isOurs
      ? []
      : [`"repository.url" is ${repository.url}; npm proves an origin only for git+https://github.com/OWNER/NAME.git.`]),
    ...(repository.directory === directory
      ? []
      : [`"repository.directory" is ${repository.directory}, and the package is in ${directory}.`]),
  ];
}

/** npm searches without end where several packages refuse the newest version of a peer, which a project has. */
function findClosedPeers({ peerDependencies = {} }) {
  const closed = Object.entries(peerDependencies).filter(([, range]) => !/^>=\S+$/.test(range));
  return closed.map(([name, range]) => `it accepts ${name} ${range} only, so npm may not install it beside a later one.`);
}

function findWrongDependencies({ dependencies = {}, peerDependencies = {}, optionalDependencies = {} }, published) {
  const needed = Object.entries({ ...dependencies, ...peerDependencies, ...optionalDependencies });
  return needed.flatMap(([name, range]) => {
    if (LINKED.test(range)) return [`it needs ${name} from ${range}, which is only here.`];
    if (range === "*" || range === "latest") return [`it needs ${name} in any version: name a range.`];
    if (published.has(name)) {
      const version = published.get(name);
      return range === version ? [] : [`it needs ${name} ${range}, and ${version} would be published.`];
    }
    return /^@?godwit(?:-|\/|$)/.test(name)
      ? [`it needs ${name}, which is not published: bundle it, and move it to devDependencies.`]
      : [];
  });
}

function findMissingFiles(manifest, paths) {
  const named = [
    "README.md",
    "LICENSE",
    ...[manifest.main, manifest.types, ...targetsOf(manifest.exports)].filter(Boolean).map(normal),
  ];
  return [...new Set(named)]
    .filter((file) => !paths.includes(file))
    .map((file) => `${file} is missing from the tarball; run npm run build, and see "files".`);
}

/** All files that `exports` leads to. */
function targetsOf(exported) {
  if (typeof exported === "string") return [exported];
  return Object.values(exported ?? {}).flatMap(targetsOf);
}

function findUselessPrograms({ bin = {} }, files, read) {
  return Object.entries(bin).flatMap(([name, target]) => {
    const file = files.find((each) => each.path === normal(target));
    if (file === undefined) return [`its program ${name} is ${target}, which is missing from the tarball.`];
    return [
      ...((file.mode & 0o111) === 0o111 ? [] : [`its program ${target} is not executable: chmod +x.`]),
      ...(read(file.path).startsWith("#!/usr/bin/env node")
        ? []
        : [`its program ${target} does not begin with #!/usr/bin/env node.`]),
    ];
  });
}

/** Code and types may import only what is installed with them: what is bundled, or only for building, is not there. */
function findUndeclaredImports(manifest, paths, read) {
  const { name, dependencies, peerDependencies, optionalDependencies } = manifest;
  const declared = new Set([name, ...Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies })]);
  const isPacked = (from, specifier) => {
    const file = path.posix.join(path.posix.dirname(from), specifier);
    return paths.includes(/\.d\.[cm]?ts$/.test(from) ? file.replace(/\.([cm]?)js$/, ".d.$1ts") : file);
  };
  return paths
    .filter((file) => /\.[cm]?[jt]s$/.test(file))
    .flatMap((file) =>
      importsOf(file, read(file))
        .filter((specifier) =>
          specifier.startsWith(".") ? !isPacked(file, specifier) : !isBuiltin(specifier) && !declared.has(packageOf(specifier)),
        )
        .map((specifier) => `${file} imports ${specifier}, which would not be there once it is installed.`),
    );
}

function importsOf(file, text) {
  const { staticImports, staticExports, dynamicImports } = parseSync(file, text).module;
  const exported = staticExports.flatMap(({ entries }) => entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []));
  const dynamic = dynamicImports.flatMap(
    ({ moduleRequest: { start, end } }) => /^["'](.*)["']$/.exec(text.slice(start, end))?.[1] ?? [],
  );
  return [...new Set([...staticImports.map(({ moduleRequest }) => moduleRequest.value), ...exported, ...dynamic])];
}

const packageOf = (specifier) => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)[0];
const normal = (file) => file.replace(/^\.\//, "");

/** What differs between packages that are released together. */
export function findDifferences(manifests) {
  return ["version", "license", "homepage"].flatMap((key) => {
    const values = [...new Set(manifests.map((manifest) => manifest[key]))];
    return values.length > 1 ? [`The packages differ in "${key}": ${values.join(", ")}.`] : [];
  });
}
