// The text of a page that is no code.
const CODE = /(^(`{3,}|~{3,}).*?^\2`* *$|(?<!`)(`+)(?!`).+?(?<!`)\3(?!`))/gms;
// With the backslash that Markdown needs before one.
const TAG = /\\?<(?!\/?(?:details|summary|code|p|br|img|picture|source|b|i|a|kbd|Playground)\b|!--)/g;

/** A page whose prose is changed, and whose code is not. */
export function changeProse(text, change) {
  let end = 0;
  let changed = "";
  for (const { index, 0: code } of text.matchAll(CODE)) {
    changed += change(text.slice(end, index)) + code;
    end = index + code.length;
  }
  return changed + change(text.slice(end));
}

/** Vue reads what looks like an element or an expression of its own; here both are text. */
export function withoutElements(text) {
  return changeProse(text, (prose) => prose.replaceAll(TAG, "&lt;").replaceAll("{{", "&#123;&#123;"));
}
