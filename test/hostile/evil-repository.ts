import { HostileRepository } from "./hostile-repository.js";

/** What a terminal, a CI's runner, a Markdown table and a page would obey. */
export const EVIL =
  "\u001B[2J\u001B]0;x\u0007\u009B31m\u202Eevil\u2066\u200B\r\n::error::x\n##[group]y\n| a | `b` <img src=x onerror=alert(1)>";
/** The same, as a name of a file. */
export const EVIL_NAME = "\u001B[31m\u202Eevil\n::error::x|`<img src=x>";

/** A repository whose contracts, sources, names of files, owners and commits are made to be obeyed; one of its contracts is broken. */
export async function makeEvilRepository(options?: { readonly hasRun: boolean }): Promise<HostileRepository> {
  const repository = await HostileRepository.make(options);
  const text = JSON.stringify(EVIL);
  const contract = [
    ...[
      `title: ${text}`,
      `why: ${text}`,
      `owner: ${text}`,
      `track: ${text}`,
      `bridges: [${JSON.stringify("./src/old\u202E.ts")}]`,
    ],
    ...["imports: { newId: ./src/ids.ts }", `phases: [{ name: ${text}, files: ["src/**"] }]`],
    `gates: [{ name: ${text}, when: { manual: ${text} } }]`,
    `rules: { no-raw-uuid: { replace: [{ with: ${JSON.stringify(`newId(${JSON.stringify(EVIL)})`)} }] } }`,
  ];
  repository.write("migrations/evil.md", `---\n${contract.join("\n")}\n---\n\n${EVIL}\n`);
  const broken = JSON.stringify(EVIL_NAME);
  repository.write("migrations/broken.md", `---\ntitle: x\n${broken}: 1\nrules: { ${broken}: {} }\n---\n`);
  repository.write("CODEOWNERS", "* @acme/\u001B[31m\u202Eevil\n");
  repository.write(`src/${EVIL_NAME}.ts`, 'import { v4 } from "uuid";\n\nexport const \u202A = v4();\n');
  repository.write(`src/b-${EVIL_NAME}.ts`, 'import { v4 } from "uuid";\n\nexport const bId = v4(); // \u001B[2J\u202E\n');
  repository.write(`${EVIL_NAME}/package.json`, JSON.stringify({ name: EVIL_NAME, workspaces: [EVIL] }));
  repository.write(`${EVIL_NAME}/c.ts`, 'import { v4 } from "uuid";\n\nexport const cId = v4();\n');
  repository.git("add", "--all");
  repository.git("commit", "--quiet", `--message=${EVIL}`);
  return repository;
}
