import { rmSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createConsumer, packAll, temporaryFolder, type Consumer } from "./consumer.js";
import { expectReadmeWorks } from "./expectations.js";
import { readmeInstall } from "./snippets.js";

const tarballs = temporaryFolder("tarballs");
let consumer: Consumer | undefined;

beforeAll(() => {
  consumer = createConsumer(packAll(tarballs), { eslint: "^10.0.0" });
}, 180_000);

afterAll(() => {
  consumer?.remove();
  rmSync(tarballs, { recursive: true, force: true });
});

test("the README's minute works in an empty project, with the packages as they would be published", async () => {
  expect(readmeInstall()).toEqual(["install", "--save-dev", "eslint", "eslint-plugin-godwit", "godwit"]);
  await expectReadmeWorks(consumer!, process.execPath);
});
