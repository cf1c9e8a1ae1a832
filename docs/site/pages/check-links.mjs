// What would be dead or broken on the built site: links, anchors, texts that were written for the repository, and text that was escaped twice.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** Places in the repository whose files are pages of the site. */
const PAGES = /\/(?:docs\/(?!site\/|pictures\/)[\w/-]*|packages\/cli\/recipes\/[\w-]+)\.md(?:#|$)/;

/** Says what is wrong in the pages below `dist`, a sentence each. */
export function faultsOf(dist) {
  const files = readdirSync(dist, { recursive: true }).map((file) => file.replaceAll("\\", "/"));
  const pages = new Map(
    files.filter((file) => file.endsWith(".html")).map((file) => [file, readPage(readFileSync(path.join(dist, file), "utf8"))]),
  );
  const all = new Set(files);
  return [...pages].flatMap(([file, { text, links }]) => [
    ...links.flatMap((link) => faultsOfLink(link, file, { pages, all }).map((fault) => `${file}: ${fault}`)),
    ...[...text.matchAll(/&amp;(?:lt|gt|amp|quot|#\d+);/g)].map(({ 0: sign }) => `${file}: ${sign} is escaped twice`),
  ]);
}

function readPage(html) {
  const text = html.replaceAll(/<(script|style)\b.*?<\/\1>/gs, "");
  return {
    text,
    ids: new Set([...text.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => unescape(id))),
    links: [...text.matchAll(/<a\s([^>]*)>(.*?)<\/a>/gs)].flatMap(([, attributes, inner]) => {
      const href = /\bhref="([^"]*)"/.exec(attributes)?.[1];
      return href === undefined ? [] : [{ href: unescape(href), words: inner.replaceAll(/<[^>]*>/g, "").trim() }];
    }),
  };
}

function unescape(text) {
  return text
    .replaceAll(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}

function faultsOfLink({ href, words }, file, { pages, all }) {
  const own = new URL(file, "http://site/");
  const url = new URL(href, own);
  const faults = [];
  if (url.host !== "site") {
    if (PAGES.test(url.pathname + url.hash)) faults.push(`${href} is a page of the site`);
    return faults;
  }
  if (/^[\w./-]+\.md$/.test(words)) faults.push(`the words "${words}" of a link are the name of a file`);
  const name = decodeURIComponent(url.pathname).slice(1);
  const target = [name, `${name}.html`, `${name}index.html`].find((each) => all.has(each) && each !== "");
  if (target === undefined) return [...faults, `${href} leads nowhere`];
  const anchor = decodeURIComponent(url.hash).slice(1);
  // The playground reads what is behind the # itself.
  if (anchor !== "" && target !== "play.html" && pages.get(target)?.ids.has(anchor) === false)
    faults.push(`${href} has no such place`);
  return faults;
}
