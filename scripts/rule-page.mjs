import { stringify } from "yaml";
import { casesOf, sharedContract } from "./cases.mjs";

const GROUPS = [
  ["fixed", "Fixed"],
  ["left", "Reported, and left to a person"],
  ["valid", "Not reported"],
];
/** More would make a page nobody reads; the rest of the cases is linked. */
const MOST_EXAMPLES = 6;

/** The generated parts of a rule's page by their marker. */
export function rulePageParts({ name, description, fixable, hasSuggestions, optionTable }) {
  return {
    header: `${capitalise(description)}.\n\n${editsOf(fixable, hasSuggestions)}`,
    option: optionTable,
    cases: renderCases(name),
  };
}

function editsOf(fixable, hasSuggestions) {
  const fixed = "🔧 What is safe is fixed by `eslint --fix` and `godwit check --fix`.";
  const suggested = "💡 What needs a look is a suggestion in the editor.";
  return [...(fixable ? [fixed] : []), ...(hasSuggestions ? [suggested] : [])].join(" ") || "It reports, and edits nothing.";
}

/** A page that does not exist yet; the prose between the generated parts is for people to write. */
export function newRulePage(name) {
  const part = (marker) => `<!-- generated:${marker} -->\n<!-- generated:${marker} -->`;
  const prose = ["When to use it", "What counts as a site", "The options by example", "What it will not do"];
  const headings = prose.map((heading) => `## ${heading}\n\n`).join("");
  return `# ${name}\n\n${part("header")}\n\n${headings}## Option\n\n${part("option")}\n\n## Cases\n\n${part("cases")}\n`;
}

function renderCases(rule) {
  const examples = casesOf(rule).filter(({ isExample }) => isExample);
  if (examples.length === 0 || examples.length > MOST_EXAMPLES)
    throw new Error(`${rule} has ${examples.length} cases with "example: true"; a page shows 1 to ${MOST_EXAMPLES}.`);
  const contracts = [...new Set(examples.map(({ contract }) => contract).filter((contract) => typeof contract === "string"))];
  const folder = `../../test/conformance/cases/${rule}`;
  const intro = `A few of [the rule's cases](${folder}), which run as tests through ESLint, \`godwit check\` and the editors:`;
  return [intro, ...contracts.map(renderShared), ...GROUPS.flatMap((group) => renderGroup(examples, group))].join("\n\n");
}

function renderShared(name) {
  return details(`Their contract, <code>${name}</code>`, fence("yaml", sharedContract(name)));
}

function renderGroup(examples, [group, heading]) {
  const own = examples.filter((each) => each.group === group);
  if (own.length === 0) return [];
  return [`### ${heading}`, ...own.map((each) => `**${capitalise(each.sentence)}**\n\n${renderBody(each)}`)];
}

function renderBody(each) {
  const inline = [each.contract].flat().filter((contract) => typeof contract === "object");
  const contract = inline.map((front) => fence("yaml", stringify(front, { lineWidth: 0 })));
  const code = each.fences.map((part) => `${captionOf(part)}\n\n${fence(part.language, part.text)}`);
  return [...contract, ...code, ...renderReports(each.reports)].join("\n\n");
}

function captionOf({ kind, path, title }) {
  if (kind === "after") return "becomes";
  if (kind === "suggestion") return `with the suggestion “${title}”`;
  return `\`${path}\``;
}

function renderReports(reports) {
  if (!reports || reports.length === 0) return [];
  const rows = reports.map(({ at, level, message, reason }) => {
    const told = reason !== undefined && message?.includes(reason) ? [message] : [message, reason];
    const words = told.filter((text) => text !== undefined).map((text) => `“${text}”`);
    return `- \`${at}\`${level ? ` ${level}` : ""}${words.length > 0 ? `: ${words.join(" ")}` : ""}`;
  });
  return [rows.join("\n")];
}

function fence(language, text) {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(([ticks]) => ticks.length));
  const ticks = "`".repeat(longest + 1);
  return `${ticks}${language}\n${text.endsWith("\n") ? text : `${text}\n`}${ticks}`;
}

function details(summary, body) {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

function capitalise(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
