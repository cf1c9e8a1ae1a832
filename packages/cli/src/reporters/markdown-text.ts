import { printable } from "./printable.js";

/** Text that means nothing to Markdown, mentions nobody and refers to no issue. */
export function plain(text: string): string {
  return (
    printable(text)
      .trim()
      .replaceAll(/[\\`*_{}[\]|~!]/g, String.raw`\$&`)
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll(/[@#](?=\w)/g, "$&<!-- -->")
      // A heading, a list, or a line below a heading.
      .replace(/^[#+=-]|^\d+(?=[.)])/, (start) => (/^\d/.test(start) ? `${start}\\` : `\\${start}`))
  );
}

/** Code in a table's cell, where backticks and bars would end it. */
export function code(text: string): string {
  const escaped = printable(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/[\\`*_{}[\]|~!:@#]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return `<code>${escaped}</code>`;
}

/** A link of a contract: for browsers, or a name. */
export function linkOf(link: string): string {
  return /^https?:\/\/\S+$/.test(link)
    ? `<${printable(link).replaceAll(/[<>|\s]/g, (sign) => encodeURIComponent(sign))}>`
    : code(link);
}
