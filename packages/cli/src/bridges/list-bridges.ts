import { findLastUse, isBridgeThere, parseBridge, type ActiveContract, type BridgeState } from "@godwit/project";
import type { BridgeSearch } from "./bridge-search.js";
import { findUsers } from "./find-users.js";
import type { RuntimeCounts } from "./runtime-counts.js";

/** Says of each bridge of some contracts who still uses it, or since when nothing does. */
export function listBridges(
  search: BridgeSearch,
  contracts: readonly ActiveContract[],
  runtime?: RuntimeCounts,
): readonly BridgeState[] {
  const { root, contracts: all, engine } = search.project;
  return contracts.flatMap(({ contract }) =>
    contract.bridges.map((text): BridgeState => {
      const bridge = parseBridge(text);
      const start = { contract: contract.id, bridge: text, runtime: runtime?.useOf(text) ?? null };
      if (!isBridgeThere(bridge, engine.modules))
        return { ...start, state: "gone", users: [], removable: [], unusedSince: null, note: null };
      const { users, removable } = findUsers(search, bridge, all);
      if (users.length > 0) return { ...start, state: "used", users, removable, unusedSince: null, note: null };
      const last = findLastUse(root, bridge);
      const since = "note" in last ? { unusedSince: null, note: last.note } : { unusedSince: last, note: null };
      return { ...start, state: "unused", users, removable, ...since };
    }),
  );
}
