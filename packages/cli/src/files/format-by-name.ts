/** The formats of files whose endings are not the name of their format. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  md: "markdown",
  markdown: "md",
  htm: "html",
  xml: "junit",
  mmd: "mermaid",
  gv: "dot",
};

/** The one of a command's formats that a file's name ends in; undefined if it ends in none of them. */
export function formatByName<Format extends string>(file: string, known: readonly Format[]): Format | undefined {
  const ending = /\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase();
  if (ending === undefined) return undefined;
  return known.find((format) => format === ending) ?? known.find((format) => format === OTHER_NAMES[ending]);
}
