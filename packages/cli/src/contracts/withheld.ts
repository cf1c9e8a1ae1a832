import type { Contract } from "@godwit/core/contracts";
import { printable } from "../reporters/printable.js";

/** Says which commands of a contract do not run, since nobody trusts the package that it comes from; undefined where there are none. */
export function describeWithheld({ package: from }: Pick<Contract, "package">): string | undefined {
  if (!from || from.withheld.length === 0) return undefined;
  const exact = `${from.name}@${from.version}`;
  return printable(
    `The commands of ${exact} do not run: ${from.withheld.join("; ")}. To run them, write "godwit": { "trust": [${JSON.stringify(exact)}] } in package.json.`,
  );
}
