import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runGodwit } from "../support/run-godwit.js";
import { ONE_ID, shop } from "./shop.js";

const own = ONE_ID.replace("newId: repository", "newId: ./src/ids.ts");
const author = (text = own, more = {}) => shop({}, { "migrations/one-id.md": text, ...more });
const pack = (root: string, ...args: string[]) => runGodwit(root, "contracts", "pack", "dist/contracts", ...args);

it("contracts pack writes a package that works in another repository", async () => {
  const root = author();
  const { code, out } = await pack(root, "--as", "@acme/migrations@1.0.0");
  expect(out).toContain("✔ @acme/migrations@1.0.0 in dist/contracts: 1 contract with 1 example that holds.");
  expect(out).toContain("Each repository says in godwit.imports where it has newId (if not ./src/ids.ts).");
  expect(code).toBe(0);
  const manifest: unknown = JSON.parse(readFileSync(join(root, "dist/contracts/package.json"), "utf8"));
  expect(manifest).toMatchObject({
    name: "@acme/migrations",
    version: "1.0.0",
    files: ["migrations"],
    godwit: { contractFormat: 1 },
  });
  const readme = readFileSync(join(root, "dist/contracts/README.md"), "utf8");
  expect(readme).toContain('"newId": "./src/ids.ts"');
  expect(readme).toContain("`imports` says where this repository has `newId`; leave a path out that is right already.");
  expect(readme).toContain("nothing of this package ever runs");

  const other = shop({ contracts: ["@acme/migrations"] });
  cpSync(join(root, "dist/contracts"), join(other, "node_modules/@acme/migrations"), { recursive: true });
  expect((await runGodwit(other, "check", "--fix")).code).toBe(0);
  expect(readFileSync(join(other, "src/user.ts"), "utf8")).toContain('newId("user")');
});

it("contracts pack leaves the place of a name to the repositories, and asks each for it", async () => {
  const root = shop({ imports: { newId: "./src/ids.ts" } }, { "migrations/one-id.md": ONE_ID });
  expect((await pack(root, "--as", "@acme/migrations@1.0.0")).out).toContain(
    "Each repository says in godwit.imports where it has newId.",
  );
  const readme = readFileSync(join(root, "dist/contracts/README.md"), "utf8");
  expect(readme).toContain("`imports` says where this repository has `newId`.\n");
});

it("contracts pack writes a new version in its place, without contracts that are gone", async () => {
  const root = author(own, { "migrations/other.md": own });
  expect((await pack(root, "--as", "@acme/migrations@1.0.0")).code).toBe(0);
  writeFileSync(join(root, "dist/contracts/README.md"), "# Our own words\n");
  expect((await pack(root, "--contract", "one-id", "--as", "@acme/migrations@1.1.0")).code).toBe(0);
  expect(existsSync(join(root, "dist/contracts/migrations/other.md"))).toBe(false);
  expect(readFileSync(join(root, "dist/contracts/README.md"), "utf8")).toBe("# Our own words\n");
  expect((await pack(root)).out).toContain("@acme/migrations@1.1.0");
});

it("contracts pack says in the README which commands there are, and keeps what the owners set", async () => {
  const commands = "validate:\n  each: [npx vitest related {files}]\nrollback: [node off.mjs]\nrules:";
  const root = author(own.replace("rules:", commands));
  expect((await pack(root, "--as", "@acme/migrations@1.0.0")).out).toContain(
    "Its license and publishConfig are in dist/contracts/package.json",
  );
  const file = join(root, "dist/contracts/package.json");
  const readme = readFileSync(join(root, "dist/contracts/README.md"), "utf8");
  expect(readme).toContain("- `one-id`: `npx vitest related {files}`\n- `one-id`: `node off.mjs`");
  expect(readme).toContain('"trust": ["@acme/migrations@1.0.0"]');
  expect(readme).toContain("`license`");
  const manifest = JSON.parse(readFileSync(file, "utf8")) as object;
  expect(manifest).toMatchObject({ license: "UNLICENSED", publishConfig: { access: "restricted" } });
  writeFileSync(file, JSON.stringify({ ...manifest, license: "MIT", publishConfig: { access: "public" } }));
  await pack(root, "--as", "@acme/migrations@1.1.0");
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ license: "MIT", publishConfig: { access: "public" } });
});

it.each([
  [
    "an example that does not hold",
    own.replace('newId("user");\n', 'newId("team");\n'),
    1,
    "Nothing was written: mend the contracts",
  ],
  ["no example", own.slice(0, own.indexOf("```")), 2, "migrations/one-id.md has no example, so nothing would test it"],
  ["an error", own.replace("title:", "titel:"), 2, "one-id has errors"],
  ["a contract that would be missing", own.replace("rules:", "dependsOn: [more]\nrules:"), 2, "one-id depends on more"],
])("contracts pack writes nothing where there is %s", async (_, text, code, message) => {
  const root = author(text, { "migrations/more.md": own });
  const run = await pack(root, "--as", "@acme/migrations@1.0.0", "--contract", "one-id");
  expect(run.err).toContain(message);
  expect(run.code).toBe(code);
  expect(existsSync(join(root, "dist"))).toBe(false);
});

it("contracts pack asks for a name, and touches no other folder", async () => {
  const root = author();
  expect((await pack(root)).err).toContain("--as @acme/migrations@1.0.0");
  expect((await pack(root, "--as", "@acme/migrations")).err).toContain("is no package with its version");
  expect((await runGodwit(root, "contracts", "pack", "src", "--as", "@acme/m@1.0.0")).err).toContain(
    "is not empty, and is no package",
  );
  expect((await runGodwit(root, "contracts", "pack", ".", "--as", "@acme/m@1.0.0")).err).toContain("can be the package itself");
});
