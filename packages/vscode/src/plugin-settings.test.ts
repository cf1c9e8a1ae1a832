import { readFileSync } from "node:fs";
import path from "node:path";
import { matchesGlob } from "@godwit/core/contracts";
import { describe, expect, test } from "vitest";
import { pluginSettings, serverSettings } from "./plugin-settings.js";

const at = (...parts: string[]): string => path.join(path.sep, "work", ...parts);
const config = (hasGodwit: boolean, ...parts: string[]) => ({ path: at(...parts, "eslint.config.js"), hasGodwit });

describe("what the plugin is told", () => {
  test("always: no hints, fixes and hovers, since the extension shows them; nothing that is not set, so that tsconfig counts", () => {
    expect(pluginSettings("auto", [])).toEqual({ inlayHints: "off", shownBy: "extension", folders: [] });
    expect(pluginSettings("off", [{ path: at("a"), diagnostics: "on", eslint: [] }])).toEqual({
      inlayHints: "off",
      shownBy: "extension",
      diagnostics: "off",
      folders: [{ path: at("a"), diagnostics: "on" }],
    });
  });

  test("a folder set to auto takes back what is set for the window", () => {
    const { folders } = pluginSettings("off", [{ path: at("a"), diagnostics: "auto", eslint: [] }]);
    expect(folders).toEqual([{ path: at("a"), diagnostics: "auto" }]);
  });

  test("ESLint shows what is below a config with godwit, but for what is below another one", () => {
    const eslint = [config(true, "a"), config(false, "a", "packages", "b"), config(true, "a", "packages", "b", "c")];
    expect(pluginSettings("auto", [{ path: at("a"), diagnostics: "auto", eslint }]).folders).toEqual([
      { path: at("a"), diagnostics: "off" },
      { path: at("a", "packages", "b") },
      { path: at("a", "packages", "b", "c"), diagnostics: "off" },
    ]);
  });

  test("a person's word counts more than ESLint", () => {
    const eslint = [config(true, "a")];
    expect(pluginSettings("auto", [{ path: at("a"), diagnostics: "on", eslint }]).folders).toEqual([
      { path: at("a"), diagnostics: "on" },
    ]);
  });
});

test("the manifest makes contracts of packages read-only, and no other", () => {
  const manifest = JSON.parse(readFileSync(path.join(import.meta.dirname, "../package.json"), "utf8"));
  const globs = Object.keys(manifest.contributes.configurationDefaults["files.readonlyInclude"]);
  const isReadOnly = (file: string): boolean => globs.some((glob) => matchesGlob(file, glob));
  expect(isReadOnly("web/node_modules/@acme/migrations/migrations/one-id.md")).toBe(true);
  expect(isReadOnly("migrations/one-id.md")).toBe(false);
});

test("the manifest describes each value of each setting and has its default among them", () => {
  const manifest = JSON.parse(readFileSync(path.join(import.meta.dirname, "../package.json"), "utf8"));
  const settings = Object.entries<any>(manifest.contributes.configuration.properties);
  expect(settings.map(([key]) => key)).toEqual(["godwit.diagnostics", "godwit.inlayHints"]);
  for (const [, setting] of settings) {
    expect(setting.enum).toContain(setting.default);
    expect(setting.enumDescriptions).toHaveLength(setting.enum.length);
  }
});

describe("what the language server is told", () => {
  test("to leave sources to the plugin where one runs, and to underline them where none can", () => {
    const auto = pluginSettings("auto", []);
    expect(serverSettings(auto, { inlayHints: "all", hasPlugin: true })).toEqual({
      ...{ diagnostics: "on", inlayHints: "all", sources: "off", folders: [] },
    });
    expect(serverSettings(auto, { inlayHints: "violations", hasPlugin: false })).toMatchObject({ sources: "on" });
  });

  test("folders as for the plugin: what ESLint shows, or a person turns off, stays quiet", () => {
    const eslint = [config(true, "a"), config(false, "a", "b")];
    const given = pluginSettings("off", [
      { path: at("a"), diagnostics: "auto", eslint },
      { path: at("c"), diagnostics: "auto", eslint: [] },
    ]);
    expect(serverSettings(given, { inlayHints: "off", hasPlugin: false })).toEqual({
      ...{ diagnostics: "off", inlayHints: "off", sources: "on" },
      folders: [
        { path: at("a"), diagnostics: "off" },
        { path: at("a", "b"), diagnostics: "on" },
        { path: at("c"), diagnostics: "on" },
      ],
    });
  });
});
