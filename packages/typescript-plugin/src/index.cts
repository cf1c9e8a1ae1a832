import type ts from "typescript";
import host = require("./host-typescript.js");

/** The factory that tsserver calls once for each project, with its own copy of TypeScript. */
function init(modules: { readonly typescript: typeof ts }): ts.server.PluginModule {
  // What follows is evaluated only now: typescript-estree copies the members of `typescript` when it is loaded.
  host.useTypeScript(modules.typescript);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- see above
  const plugin = require("./plugin.js") as typeof import("./plugin.js", { with: { "resolution-mode": "import" } });
  return plugin.createPlugin(modules.typescript);
}

export = init;
