import { isAbsolute, join, relative } from "node:path";
import type { ParseSource } from "./parsed-source.js";
import { createBuildOutput } from "./build-output.js";
import { createFileTree } from "./file-tree.js";
import { isSameModule } from "./identities.js";
import { folderTokens } from "./folder-tokens.js";
import { createDependencies } from "./dependencies.js";
import { createDeclarations } from "./declarations.js";
import { createExports } from "./exports.js";
import type { Modules } from "./modules.js";
import { createNativeResolver, type NativeResolver } from "./native-resolver.js";
import { findBarrel } from "./package-barrels.js";
import { createPackages } from "./packages.js";
import { slashed } from "./paths.js";
import { createProjects } from "./projects.js";
import { createResolver, type RepositoryContext } from "./resolve.js";
import { createSpecifiers } from "./specifiers.js";
import { createTokens } from "./tokens.js";

/** What the module service needs: the repository's root, a parser and, for unsaved texts, a reader. */
export interface ModulesOptions {
  readonly root: string;
  readonly parse: ParseSource;
  readonly readFile?: (path: string) => string | undefined;
  /** Default: oxc-resolver. An editor passes its own, which knows the project's settings. */
  readonly native?: NativeResolver;
}

/** Creates the module service over the file system. */
export function createModules(options: ModulesOptions): Modules {
  let service = createService(options);
  return {
    root: options.root,
    resolve: (from, specifier) => service.resolver.resolve(from, specifier),
    resolveContractModule: (module) => service.resolver.resolveContractModule(module),
    isSameModule: isSameModule,
    specifierFor(from, target, habit, exported) {
      const { specifiers, context, resolver, exports } = service;
      const answer = specifiers.specifierFor(from, target, habit);
      if (!("refused" in answer) || exported === undefined || target.kind !== "file") return answer;
      const barrel = findBarrel({ packages: context.packages, resolver, exports }, { from, target, name: exported, habit });
      return barrel === undefined ? answer : specifiers.specifierWithWarning(from, barrel);
    },
    exportOrigin: (module, name) => service.exports.origin(module, name),
    declarations: {
      findExported: (module, exported) => service.declarations.findExported(module, exported),
      findNamed: (module, name) => service.declarations.findNamed(module, name),
    },
    loadDistance: (module, file) => service.dependencies.distance(module, service.context.tree.real(file)),
    relative: (path) => within(options.root, path) ?? within(service.root, path),
    tokensFor: (target, from) => service.tokens.tokensFor(target, from),
    tokensForFolder(folder) {
      const views = service.tokens.viewpoints();
      return views && folderTokens(service.context, join(service.root, folder), views);
    },
    forget() {
      service = createService(options);
    },
  };
}

function createService(options: ModulesOptions) {
  const tree = createFileTree(options.readFile);
  const packages = createPackages(tree);
  const projects = createProjects(tree);
  const output = createBuildOutput(tree, packages, projects);
  const root = tree.real(options.root);
  const context: RepositoryContext = { root, tree, packages, projects, output, native: options.native ?? createNativeResolver() };
  const resolver = createResolver(context);
  const exports = createExports({ tree, parse: options.parse, resolver });
  return {
    root,
    context,
    resolver,
    exports,
    declarations: createDeclarations({ tree, parse: options.parse, resolver, exports }),
    dependencies: createDependencies(tree, resolver),
    specifiers: createSpecifiers(context, resolver),
    tokens: createTokens(context),
  };
}

function within(root: string, path: string): string | undefined {
  const local = relative(root, path);
  return local === "" || local.startsWith("..") || isAbsolute(local) ? undefined : slashed(local);
}
