/** One start tag of a page. */
export interface Tag {
  readonly name: string;
  /** The names of its attributes. */
  readonly attributes: readonly string[];
}

/** The start tags of a page, outside of what scripts and styles hold, as a browser reads them. */
export function tagsOf(page: string): readonly Tag[] {
  const outside = page.replaceAll(/(<(script|style)\b[^>]*>)[^]*?<\/\2>/g, "$1");
  return [...outside.matchAll(/<([a-z][^\s/>]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>/gi)].map(([, name, rest]) => ({
    name: name!.toLowerCase(),
    attributes: [...rest!.matchAll(/([^\s"'=/>]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+))?/g)].map(([, attribute]) =>
      attribute!.toLowerCase(),
    ),
  }));
}

/** What the page of a report is made of. */
export const PAGE_TAGS = [
  ...[
    "!doctype",
    "html",
    "head",
    "meta",
    "title",
    "style",
    "script",
    "noscript",
    "body",
    "header",
    "nav",
    "main",
    "section",
    "article",
  ],
  ...[
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "a",
    "b",
    "br",
    "hr",
    "ul",
    "ol",
    "li",
    "span",
    "div",
    "code",
    "pre",
    "em",
    "strong",
    "s",
    "blockquote",
  ],
  ...[
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "details",
    "summary",
    "progress",
    "form",
    "label",
    "select",
    "option",
    "input",
    "button",
  ],
  ...["svg", "g", "defs", "marker", "path", "line", "rect", "text"],
];
