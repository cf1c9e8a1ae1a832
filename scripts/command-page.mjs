import { COMMANDS } from "../packages/cli/dist/commands.js";

/** The reference of all commands, from the tables of which their help is made as well. */
export function renderCommandPage() {
  const lines = COMMANDS.map(
    ({ table: { name, summary } }) => `- [\`godwit ${name}\`](#godwit-${name.replaceAll(" ", "-")}): ${summary}`,
  );
  return `# Commands

<!-- Written by npm run generate. -->

What \`godwit --help\` and \`godwit COMMAND --help\` say. Every command takes \`-C DIR\` (run as if started there), \`--all\` (print all of a result, of \`check\` what the baseline knows, too; a terminal gets 40 lines) and \`--debug\` (where godwit itself fails, say where in its code). Options that few need are shown by \`--help all\`. \`godwit\` alone is \`godwit status\`.

${lines.join("\n")}

${COMMANDS.map(({ table }) => renderCommand(table)).join("\n\n")}
`;
}

function renderCommand({ name, summary, takes, options, about, exits, examples, rareExamples }) {
  const rows = [
    ...takes.filter(([, words]) => words !== ""),
    ...Object.values(options).map(({ flags, text, ...row }) => [flags, text + choicesOf(row)]),
  ];
  return [
    `## \`godwit ${name}\``,
    `${capitalise(summary)}.`,
    `\`\`\`sh\n${[examples ?? usageOf(name, takes), rareExamples ?? ""]
      .map((each) => each.trim())
      .join("\n")
      .trim()
      .replaceAll(/ {2,}(?=\S)/g, "$&# ")}\n\`\`\``,
    ...(rows.length === 0
      ? []
      : [
          `| takes | |\n| --- | --- |\n${rows.map(([written, words]) => `| \`${cell(written)}\` | ${cell(words)} |`).join("\n")}`,
        ]),
    ...(about === undefined ? [] : [paragraphs(about)]),
    ...(exits === undefined ? [] : [`Exit codes: ${inline(exits)}`]),
  ].join("\n\n");
}

function choicesOf({ choices, fallback }) {
  if (!choices || fallback === undefined) return choices ? `: ${choices.join(" or ")}` : "";
  return `: ${choices.map((choice) => (choice === fallback ? `${choice} (default)` : choice)).join(", ")}`;
}

function usageOf(name, takes) {
  return ["godwit", name, ...takes.map(([written]) => written)].join(" ");
}

/** Lines that are indented are code. */
function paragraphs(text) {
  return text
    .split("\n\n")
    .map((paragraph) => {
      const lines = paragraph.split("\n");
      const code = lines.filter((line) => line.startsWith("  "));
      const words = inline(lines.filter((line) => !line.startsWith("  ")).join("\n"));
      return code.length === 0 ? words : `${words}\n\n\`\`\`text\n${code.map((line) => line.slice(2)).join("\n")}\n\`\`\``;
    })
    .join("\n\n");
}

function inline(text) {
  return text.replaceAll(/\s+/g, " ").replaceAll(/[<>{}*_]/g, "\\$&");
}

function cell(text) {
  return text.replaceAll("|", "\\|").replaceAll(/(?<!`)[<>](?![^`]*`)/g, "$&");
}

function capitalise(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
