/** The shop of docs/begin.md. */
export const SHOP: Readonly<Record<string, string>> = {
  "package.json": `{
  "name": "shop",
  "type": "module",
  "devDependencies": {
    "eslint": "^10.15.0"
  }
}
`,
  "eslint.config.js": `import js from "@eslint/js";

export default [js.configs.recommended];
`,
  "src/orders.js": `import { v4 as uuidv4 } from "uuid";
import { Pool } from "./pool.js";
import { total } from "./prices.js";

export function createOrder(items) {
  const order = { id: uuidv4(), total: total(items) };
  Pool.getInstance().save(order);
  return order;
}
`,
  "src/carts.js": `import { v4 } from "uuid";

export const createCart = () => ({ id: v4(), items: [] });
`,
  "src/prices.js": `/** @deprecated use {@link sum}, which knows the currency */
export const total = (items) => items.length;
export const sum = (items, currency) => [items.length, currency];
`,
  "src/pool.js": `export class Pool {
  static getInstance() {
    return (this.instance ??= new Pool());
  }
  save(order) {
    return order;
  }
}
`,
};
