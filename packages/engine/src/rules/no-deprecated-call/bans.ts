import { banExport, type BanSetting, type OptionBan } from "../option-facts.js";
import type { DeprecatedCallOptions } from "./options.js";

/** The banned exports: those that a pattern matches whatever the arguments are, unless a replacement uses them. */
export function bansOfCalls({ replace }: DeprecatedCallOptions, { modules, findExport, isWritten }: BanSetting): OptionBan[] {
  return replace.flatMap(({ match, with: replacement }) => {
    const name = nameBannedBy(match);
    const target = name === undefined ? undefined : findExport(name);
    return target && !isWritten(target) ? [banExport(target.module, target.exported, replacement, modules)] : [];
  });
}

const HOLE = /^\s*\$+\w+\s*$/;

/** The name that a pattern bans whatever its arguments are: `newThing($x)`, `new Thing($$$all)`, `<Thing $$$props />`. */
function nameBannedBy(pattern: string): string | undefined {
  const element = /^\s*<([A-Z][\w$]*)(?:\s+\$+\w*)*\s*(?:\/>|>\s*(?:\$+\w*)?\s*<\/\1\s*>)\s*$/.exec(pattern);
  if (element) return element[1];
  const call = /^\s*(?:await\s+)?(?:new\s+)?([\w$]+)\s*\(([^()]*)\)\s*;?\s*$/.exec(pattern);
  const args = call?.[2]!.trim() ?? "";
  return args === "" || args.split(",").every((each) => HOLE.test(each)) ? call?.[1] : undefined;
}
