import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { REPOSITORY } from "./packages.mjs";

const CONFORMANCE = path.join(REPOSITORY, "test/conformance");

/** The conformance cases of a rule as a page shows them, sorted by name. */
export function casesOf(rule) {
  const folder = path.join(CONFORMANCE, "cases", rule);
  const names = readdirSync(folder).filter((file) => file.endsWith(".md"));
  return names.sort().map((file) => readCase(file.slice(0, -3), readFileSync(path.join(folder, file), "utf8")));
}

/** The front matter of a contract that several cases share. */
export function sharedContract(name) {
  return splitFrontMatter(readFileSync(path.join(CONFORMANCE, "contracts", `${name}.md`), "utf8")).front;
}

function readCase(name, markdown) {
  const { front, body } = splitFrontMatter(markdown);
  const data = parse(front);
  const fences = [...body.matchAll(/^(`{3,}|~{3,})([^\n]*)\n(.*?)^\1 *$/gms)].map(([, , info, text]) =>
    readFence(info.trim(), text),
  );
  const prose = body.replace(/^(`{3,}|~{3,})[^\n]*\n.*?^\1 *$/gms, "").trim();
  return {
    name,
    sentence: prose.split(/\n\s*\n/)[0].replaceAll(/\s+/g, " "),
    isExample: data.example === true,
    contract: data.contract,
    files: data.files,
    reports: data.reports,
    fences: fences.filter(({ kind }) => kind !== undefined),
    group: groupOf(fences),
  };
}

function splitFrontMatter(markdown) {
  const [, front, body] = /^---\n(.*?\n)---\n(.*)$/s.exec(markdown);
  return { front, body };
}

function readFence(info, text) {
  const [language] = info.split(/\s/);
  const path = /(?:before|valid|file)=(\S+)/.exec(info)?.[1];
  const kind = /\b(before|after|valid|suggestion|file)\b/.exec(info.slice(language.length))?.[1];
  return { kind, language, path, title: /suggestion="([^"]*)"/.exec(info)?.[1], text };
}

function groupOf(fences) {
  const has = (kind) => fences.some((fence) => fence.kind === kind);
  if (has("after")) return "fixed";
  return has("before") ? "left" : "valid";
}
