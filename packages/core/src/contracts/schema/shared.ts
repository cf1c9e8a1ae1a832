import { checked, importTarget, list, named, object, type Schema } from "./fields.js";
import { overrideSchema } from "./front-matter.js";

/** A name that npm accepts, so that it leads to a folder in node_modules and nowhere else. */
const PACKAGE = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;

const packageName = () =>
  checked("the name of a package", "bad-package", (value) =>
    PACKAGE.test(value) ? undefined : `${JSON.stringify(value)} is no name of a package; write one such as "@acme/migrations".`,
  );

const trusted = () =>
  checked("a package with its version", "bad-trust", (value) => {
    const at = value.lastIndexOf("@");
    return at > 0 && PACKAGE.test(value.slice(0, at)) && /^\d[\w.+-]*$/.test(value.slice(at + 1))
      ? undefined
      : `${JSON.stringify(value)} is no package with its exact version; write one such as "@acme/migrations@1.2.0".`;
  });

let schema: Schema | undefined;

/** The schema of what the `"godwit"` key of package.json says of contracts from packages. */
export function sharedSchema(): Schema {
  return (schema ??= object({
    contracts: list(packageName(), 'a list of packages such as ["@acme/migrations"]').optional(),
    imports: named(importTarget(), 'names with their modules such as { "newId": "./src/ids.ts" }').optional(),
    overrides: named(overrideSchema(), 'ids of contracts with keys such as { "status": "planned" }').optional(),
    trust: list(trusted(), 'a list of packages with versions such as ["@acme/migrations@1.2.0"]').optional(),
  }));
}
