import { expect, test } from "vitest";
import { writeTree } from "../support/temporary-tree.js";
import { walkPage } from "./walk-page.js";

const page = (name: string): URL => new URL(`../../docs/${name}.md`, import.meta.url);

test("each output on the page about new contracts is what the command prints", async () => {
  const root = writeTree({ "package.json": { name: "shop", private: true, type: "module", godwit: {} } });
  expect(await walkPage(page("new-contracts"), root, { today: "2027-01-15" })).toBeGreaterThan(0);
});
