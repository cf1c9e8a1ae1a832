import type { Mocker, SiteOfExports } from "./hold-back.js";
import { sharesExport } from "./hold-back.js";

/**
 * Files whose sites can only move together: code, and the tests that mock for it what it leaves. Each group has at least two
 * files, sorted; groups share no file.
 */
export function groupByMocks(sites: readonly SiteOfExports[], mockers: readonly Mocker[]): readonly (readonly string[])[] {
  const groups = new Map<string, Set<string>>();
  const join = (a: string, b: string): void => {
    const all = new Set([...(groups.get(a) ?? [a]), ...(groups.get(b) ?? [b])]);
    for (const file of all) groups.set(file, all);
  };
  for (const mocker of mockers) {
    const mocks = sites.filter(({ file, isMock }) => isMock && file === mocker.file);
    if (mocks.length === 0) continue;
    for (const site of sites) {
      if (site.isMock || site.file === mocker.file || groups.get(site.file)?.has(mocker.file)) continue;
      const isMocked = mocks.some((mock) => mock.rule === site.rule && sharesExport(mock.left, site.left));
      if (isMocked && mocker.imports(site.file)) join(site.file, mocker.file);
    }
  }
  return [...new Set(groups.values())].map((group) => [...group].sort());
}
