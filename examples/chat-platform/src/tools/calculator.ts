import type { Tool } from "./tool.js";

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([-+*/]))/gy;

function tokens(input: string): (number | string)[] {
  return [...input.matchAll(TOKEN)].map(([, digits, sign]) => (digits ? Number(digits) : (sign ?? "")));
}

/** Products first, then sums; no parentheses. */
export function calculate(input: string): number {
  const terms: number[] = [];
  let sign = "+";
  for (const token of tokens(input)) {
    if (typeof token === "string") {
      sign = token;
      continue;
    }
    if (sign === "*") terms.push((terms.pop() ?? 0) * token);
    else if (sign === "/") terms.push((terms.pop() ?? 0) / token);
    else terms.push(sign === "-" ? -token : token);
  }
  return terms.reduce((sum, term) => sum + term, 0);
}

export const calculator: Tool = {
  name: "calculator",
  description: "computes sums and products",
  run: async (input) => String(calculate(input)),
};
