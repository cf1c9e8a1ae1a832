import { execFile } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { publishedPackages, REPOSITORY } from "../../scripts/packages.mjs";
import { createPlainProject, packAll, temporaryFolder, type Consumer, type Run } from "../packed/consumer.js";
import { expectReadmeWorks } from "../packed/expectations.js";
import { openRegistry, type LocalRegistry } from "./local-registry.js";

const folder = temporaryFolder("publish");
const projects: Consumer[] = [];
let registry: LocalRegistry;

beforeAll(async () => {
  packAll(folder);
  registry = await openRegistry();
  // A token is asked for before anything is sent; this one is for the registry on this machine alone.
  const settings = path.join(folder, ".npmrc");
  writeFileSync(settings, `${registry.url.replace("http:", "")}:_authToken=anything\n`);
  vi.stubEnv("npm_config_userconfig", settings);
  vi.stubEnv("npm_config_registry", registry.url);
});
afterEach(() => projects.splice(0).forEach((project) => project.remove()));
afterAll(async () => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
  await registry.close();
});

/** `npm run release:publish`, without the proof of an origin that only a known CI can give. */
function publish(): Promise<Run> {
  const args = [path.join(REPOSITORY, "scripts/publish.mjs"), folder, "--provenance=false"];
  return new Promise((resolve) =>
    execFile(process.execPath, args, { env: process.env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    ),
  );
}

async function install(...packages: string[]): Promise<Consumer> {
  const project = await createPlainProject(...packages);
  projects.push(project);
  return project;
}

test("a release that is refused half way says where it stopped, and goes on when it is run again", async () => {
  registry.refused.add("@godwit/project");
  const first = await publish();
  expect(first.code).toBe(1);
  expect(first.stderr).toContain("@godwit/project 0.1.0 was not published; see what npm says above.");
  const names = registry.published.map((each) => each.replace(/@[^@]+$/, ""));
  expect(names).not.toContain("godwit");

  registry.refused.clear();
  const second = await publish();
  expect(second, second.stderr).toMatchObject({ code: 0 });
  for (const name of names) expect(second.stdout).toContain(`${name} 0.1.0 is on npm already.`);
  const wanted = publishedPackages().map(({ manifest }) => `${manifest.name}@${manifest.version}`);
  expect([...registry.published].sort()).toEqual(wanted.sort());
  for (const { manifest } of publishedPackages())
    for (const needed of Object.keys((manifest as { dependencies?: object }).dependencies ?? {}).filter((name) =>
      /godwit/.test(name),
    ))
      expect(placeOf(needed), `${needed} before ${manifest.name}`).toBeLessThan(placeOf(manifest.name));
});

function placeOf(name: string): number {
  return registry.published.findIndex((each) => each.startsWith(`${name}@`));
}

test("the README's minute works with packages that npm fetched by their names", async () => {
  const project = await install("eslint", "eslint-plugin-godwit", "godwit");
  await expectReadmeWorks(project, process.execPath, { specifier: "../ids" });
});

test("each package installs alone, and brings all that it imports", async () => {
  for (const { manifest } of publishedPackages()) {
    const { name, bin = {} } = manifest as { name: string; bin?: Record<string, string> };
    const project = await install(name, "typescript@~5.9.0");
    project.write("load.mjs", `import * as all from ${JSON.stringify(name)};\nconsole.log(Object.keys(all).length > 0);\n`);
    expect(await project.run(process.execPath, "load.mjs"), name).toEqual({ code: 0, stdout: "true\n", stderr: "" });
    for (const program of Object.keys(bin)) {
      expect(readdirSync(path.join(project.folder, "node_modules/.bin"))).toContain(program);
      const { code, stdout } = await project.run(process.execPath, `node_modules/.bin/${program}`, "--version");
      expect({ code, stdout }, program).toEqual({ code: 0, stdout: expect.stringMatching(/\b0\.1\.0\b/) as string });
    }
    expect(JSON.parse(readFileSync(path.join(project.folder, "node_modules", name, "package.json"), "utf8"))).toMatchObject({
      publishConfig: { access: "public", provenance: true },
    });
  }
});
