/** Says above a block of code which file it is; a block inside another one, such as a contract with its examples, stays as it is. */
export function captioned(text) {
  return text.replaceAll(/^(`{3,})([^\n`]*)\n(?:[^]*?\n)??\1[ \t]*$/gm, (block, ticks, info) => {
    const [, language, kind, file, after] =
      /^([a-z]+) (?:(before|file|valid)=(\S+)|(after)(?:=\S+)?|contract) *$/.exec(info) ?? [];
    if (language === undefined) return block;
    const words = { before: file, file, valid: `${file} is not reported` };
    const caption = after ? "becomes" : kind === undefined ? "the contract" : words[kind];
    return `<p class="file-name">${caption}</p>\n\n${ticks}${language}${block.slice(ticks.length + info.length)}`;
  });
}
