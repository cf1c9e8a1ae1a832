import { stringify } from "yaml";
import { casesOf, sharedContract } from "./cases.mjs";

const GROUPS = [
  ["fixed", "Fixed"],
  ["left", "Reported, and left to a person"],
  ["valid", "Not reported"],
];
/** How many cases a group shows if none says `example: true`. */
const SHOWN = 3;

/** The generated parts of a rule's page by their marker. */
export function rulePageParts({ name, description, fixable, hasSuggestions, optionTable }) {
  const cases = casesOf(name);
  return {
    header: `${capitalise(description)}.\n\n${editsOf(fixable, hasSuggestions)}`,
    option: optionTable,
    cases: renderCases(cases),
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

function renderCases(cases) {
  const contracts = [...new Set(cases.map(({ contract }) => contract).filter((contract) => typeof contract === "string"))];
  const intro = `Each of the ${cases.length} cases is a test that runs through ESLint 9, ESLint 10 and \`godwit check\`.`;
  return [intro, ...contracts.map(renderShared), ...GROUPS.flatMap((group) => renderGroup(cases, group))].join("\n\n");
}

function renderShared(name) {
  return details(`The contract <code>${name}</code>, which many cases share`, fence("yaml", sharedContract(name)));
}

function renderGroup(cases, [group, heading]) {
  const own = cases.filter((each) => each.group === group);
  if (own.length === 0) return [];
  const examples = own.filter(({ isExample }) => isExample);
  const shown = examples.length > 0 ? examples : own.slice(0, SHOWN);
  const rest = own.filter((each) => !shown.includes(each));
  const more = rest.map((each) => details(escapeHtml(sentenceOf(each)), renderBody(each)));
  return [`### ${heading}`, ...shown.map((each) => `**${sentenceOf(each)}**\n\n${renderBody(each)}`), ...more];
}

function sentenceOf({ sentence }) {
  return capitalise(sentence);
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
    const words = [message, reason].filter((text) => text !== undefined).map((text) => `“${text}”`);
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

function escapeHtml(text) {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(/`([^`]*)`/g, "<code>$1</code>");
}

function capitalise(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
