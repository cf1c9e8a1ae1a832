// Writes what VitePress builds: the repository's guides, rule pages and recipes, with links to the playground, into docs/site/.pages.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { REPOSITORY } from "../../../scripts/packages.mjs";
import { FIRST_EXAMPLES } from "./first-examples.mjs";
import { caseExamples, linkTo, pageExamples, recipeExample, splitFrontMatter } from "./examples.mjs";
import { rewriteLinks } from "./links.mjs";
import { withoutElements } from "./prose.mjs";
import { captioned } from "./captions.mjs";

/** Where the pages are written. */
export const PAGES = fileURLToPath(new URL("../.pages", import.meta.url));
const RECIPES = "packages/cli/recipes";

/** Writes all pages, and the examples for the playground and the tests; gives back what the navigation needs. */
export function writePages() {
  rmSync(PAGES, { recursive: true, force: true });
  const recipes = namesIn(RECIPES).map((name) => readRecipe(name));
  const places = listPlaces();
  const addresses = new Map([...places, ...recipes.map(({ name }) => [`${RECIPES}/${name}.md`, `recipes/${name}.md`])]);
  const examples = [...FIRST_EXAMPLES, ...recipes.map(({ example }) => example)];
  const rules = namesIn("docs/rules").filter((name) => name !== "README");
  for (const [source, place] of places) {
    const rule = rules.find((name) => source === `docs/rules/${name}.md`);
    const text = read(source);
    const linked = linkExamples(path.basename(source, ".md"), text, examples);
    const written = rule === undefined ? linked : linkCases(rule, linked, examples);
    write(place, captioned(withoutElements(rewriteLinks(written, source, addresses))));
  }
  for (const recipe of recipes)
    write(
      `recipes/${recipe.name}.md`,
      captioned(withoutElements(rewriteLinks(recipe.page, `${RECIPES}/${recipe.name}.md`, addresses))),
    );
  write("play.md", "---\nlayout: page\ntitle: Playground\nsidebar: false\naside: false\n---\n\n<Playground />\n");
  write("index.md", read("docs/site/home.md"));
  cpSync(path.join(REPOSITORY, "docs/pictures"), path.join(PAGES, "pictures"), { recursive: true });
  const menu = examples.filter(({ isListed = true }) => isListed);
  write(
    "examples.json",
    JSON.stringify(menu.map(({ name, title, group, files, shown }) => ({ name, title, group, files, shown }))),
  );
  write("all-examples.json", JSON.stringify(examples));
  return { rules, recipes: recipes.map(({ name, title }) => ({ name, title })) };
}

/** The pages of the repository, each with its place on the site. */
function listPlaces() {
  const guides = namesIn("docs").map((name) => [`docs/${name}.md`, `${name}.md`]);
  const folders = ["rules", "decisions"].flatMap((folder) =>
    namesIn(`docs/${folder}`).map((name) => [`docs/${folder}/${name}.md`, `${folder}/${name === "README" ? "index" : name}.md`]),
  );
  return new Map([["README.md", "start.md"], ["docs/recipes.md", "recipes/index.md"], ...guides, ...folders].reverse());
}

function readRecipe(name) {
  const text = read(`${RECIPES}/${name}.md`);
  const { front, body } = splitFrontMatter(text);
  const example = recipeExample(name, text);
  const counts = countsOf(name);
  const page = [
    `# ${front.title}`,
    front.why,
    `\`\`\`sh\nnpx godwit init --recipe ${name}\n\`\`\``,
    playLink("Try it in the playground", linkTo(example)),
    body.trim(),
    ...(counts.length > 0 ? ["## On real code", counts.join("\n")] : []),
    "## The contract",
    `\`\`\`yaml\n${/^---\n(.*?\n)---\n/s.exec(text)[1]}\`\`\``,
  ];
  return { name, title: front.title, example, page: `${page.join("\n\n")}\n` };
}

/** The rows of a recipe in the table of counts of docs/recipes.md. */
function countsOf(name) {
  const rows = read("docs/recipes.md")
    .split("\n")
    .filter((line) => line.startsWith("|"));
  const own = rows.filter((row) => row.includes(`[${name}]`)).map((row) => `|${row.split("|").slice(2).join("|")}`);
  const head = rows.filter((_, index) => index < 2).map((row) => `|${row.split("|").slice(2).join("|")}`);
  return own.length > 0 ? [...head, ...own] : [];
}

/** A page whose contracts, with their examples, open in the playground. */
function linkExamples(name, text, examples) {
  const own = pageExamples(name, text);
  examples.push(...own.map((each) => ({ ...each, isListed: false })));
  let page = text;
  for (const example of own.toReversed()) {
    const link = playLink("Open in the playground", linkTo(example));
    page = `${page.slice(0, example.end)}\n\n${link}${page.slice(example.end)}`;
  }
  return page;
}

/** A rule's page whose cases open in the playground. */
function linkCases(rule, text, examples) {
  let page = text;
  for (const example of caseExamples(rule)) {
    const sentence = `**${example.sentence.charAt(0).toUpperCase()}${example.sentence.slice(1)}**`;
    if (!page.includes(sentence)) throw new Error(`docs/rules/${rule}.md does not show ${example.name}: run npm run generate.`);
    page = page.replace(sentence, () => `${sentence} ${playLink("Open in the playground", linkTo(example))}`);
    examples.push({ ...example, title: example.sentence, group: rule, isListed: false });
  }
  return page;
}

function playLink(label, link) {
  return `[${label}](/play.html#${link}){target="_self" .play-link}`;
}

function namesIn(folder) {
  const names = readdirSync(path.join(REPOSITORY, folder)).filter((name) => name.endsWith(".md"));
  return names.map((name) => name.slice(0, -".md".length)).sort();
}

function read(file) {
  return readFileSync(path.join(REPOSITORY, file), "utf8");
}

function write(file, text) {
  const target = path.join(PAGES, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
}
