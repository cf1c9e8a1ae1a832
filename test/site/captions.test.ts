import { expect, test } from "vitest";
import { captioned } from "../../docs/site/pages/captions.mjs";

test("a block of code says which file it is, but for one that is shown as text", () => {
  const pair = "```ts before=src/a.ts\nold();\n```\n\n```ts after\nnow();\n```\n";
  expect(captioned(pair)).toBe(
    '<p class="file-name">src/a.ts</p>\n\n```ts\nold();\n```\n\n<p class="file-name">becomes</p>\n\n```ts\nnow();\n```\n',
  );
  const contract = `\`\`\`\`md\n---\ntitle: T\n---\n\n${pair}\`\`\`\`\n`;
  expect(captioned(contract)).toBe(contract);
});
