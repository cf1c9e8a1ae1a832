import type { ContractStatus } from "@godwit/project";

const WIDTH = 10;

/** `████░░░░░░  40 %`; of a contract whose past nobody knows, nothing. */
export function progressBar(contract: Pick<ContractStatus, "left" | "total" | "totalFrom">): string {
  const share = progressShare(contract);
  if (share === undefined) return "";
  const filled = Math.floor(share * WIDTH);
  return `${"█".repeat(filled)}${"░".repeat(WIDTH - filled)} ${String(Math.floor(share * 100)).padStart(3)} %`;
}

/** The share of a contract that is done, 0 to 1; undefined where only today's code is known. */
export function progressShare({
  left,
  total,
  totalFrom,
}: Pick<ContractStatus, "left" | "total" | "totalFrom">): number | undefined {
  return totalFrom === "code" || total === 0 ? undefined : (total - left) / total;
}
