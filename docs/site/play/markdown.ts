/** The Markdown of hovers as elements: bold, code, links, entities and lines. Everything else is text, so that nothing a contract says becomes HTML. */

const TOKEN =
  /\\([!-/:-@[-`{-~])|&(amp|lt|gt|#\d{1,6});|(`+)(.+?)\3(?!`)|\*\*(.+?)\*\*|\[([^\]]*)\]\(([^)\s]*)\)|( {2}\n)|(\n\n)/gs;

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
]);

/** What a link in a hover does; its address is not opened. */
export type FollowLink = (address: string) => void;

export function renderMarkdown(markdown: string, follow: FollowLink): DocumentFragment {
  const fragment = document.createDocumentFragment();
  let end = 0;
  for (const match of markdown.matchAll(TOKEN)) {
    fragment.append(markdown.slice(end, match.index), ...nodesOf(match, follow));
    end = match.index + match[0].length;
  }
  fragment.append(markdown.slice(end));
  return fragment;
}

function nodesOf(match: RegExpMatchArray, follow: FollowLink): readonly (Node | string)[] {
  const [, escaped, entity, , code, bold, label, address, line, paragraph] = match;
  if (escaped !== undefined) return [escaped];
  if (entity !== undefined) return [ENTITIES.get(entity) ?? String.fromCodePoint(Number(entity.slice(1)))];
  if (code !== undefined) return [element("code", /^ .*`.* $/s.test(code) ? code.slice(1, -1) : code)];
  if (bold !== undefined) {
    const strong = document.createElement("strong");
    strong.append(renderMarkdown(bold, follow));
    return [strong];
  }
  if (label !== undefined) {
    const button = element("button", label);
    button.addEventListener("click", () => follow(address!));
    return [button];
  }
  const breaks = line !== undefined ? 1 : paragraph !== undefined ? 2 : 0;
  return Array.from({ length: breaks }, () => document.createElement("br"));
}

/** An element with a class and a text, which is never read as HTML. */
export function element<K extends keyof HTMLElementTagNameMap>(tag: K, text = "", className = ""): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (className !== "") made.className = className;
  made.textContent = text;
  return made;
}
