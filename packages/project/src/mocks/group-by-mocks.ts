import { sharesExport, type Mocker, type SiteOfExports } from "./hold-back.js";

/**
 * Files that move together: a test with the code that it imports and whose exports it mocks. A mock `outside`, in a file that the
 * contract leaves out, has no move of its own: where its test imports none of the code, it goes with the last file that leaves its export.
 */
export function groupByMocks(
  sites: readonly SiteOfExports[],
  mockers: readonly Mocker[],
  outside: readonly SiteOfExports[] = [],
): readonly (readonly string[])[] {
  const groups = new Map<string, Set<string>>();
  const join = (a: string, b: string): void => {
    const all = new Set([...(groups.get(a) ?? [a]), ...(groups.get(b) ?? [b])]);
    for (const file of all) groups.set(file, all);
  };
  const isMocked = (site: SiteOfExports, mock: SiteOfExports): boolean =>
    !site.isMock && mock.rule === site.rule && sharesExport(mock.left, site.left);
  for (const mocker of mockers) {
    const mocks = [...sites, ...outside].filter(({ file, isMock }) => isMock && file === mocker.file);
    if (mocks.length === 0) continue;
    for (const site of sites) {
      if (site.file === mocker.file || groups.get(site.file)?.has(mocker.file)) continue;
      if (mocks.some((mock) => isMocked(site, mock)) && mocker.imports(site.file)) join(site.file, mocker.file);
    }
  }
  for (const mock of outside) {
    const code = groups.has(mock.file) ? undefined : sites.findLast((site) => site.isWritten && isMocked(site, mock));
    if (code) join(code.file, mock.file);
  }
  return [...new Set(groups.values())].map((group) => [...group].sort());
}
