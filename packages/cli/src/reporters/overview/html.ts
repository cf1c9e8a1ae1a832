/** A piece of HTML that is safe as it is. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Content = Html | string | number | readonly Content[];

/** Joins HTML; every text in it is escaped, pieces of HTML stay. */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Html {
  return new Html(parts.map((part, index) => (index === 0 ? part : toText(contents[index - 1]!) + part)).join(""));
}

function toText(content: Content): string {
  if (content instanceof Html) return content.text;
  if (typeof content === "number") return content.toLocaleString("en-US");
  if (typeof content === "string") return escapeText(content);
  return content.map(toText).join("");
}

function escapeText(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Data for a script, as the content of a `script` element of type `application/json`. */
export function jsonData(value: unknown): Html {
  return new Html(
    JSON.stringify(value).replaceAll("<", "\\u003c").replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029"),
  );
}
