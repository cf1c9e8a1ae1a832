import type { PlayState } from "./link.js";

/** Something to begin with. */
export interface Example {
  /** Behind `#` in a link. */
  readonly name: string;
  readonly title: string;
  readonly group: string;
  readonly state: PlayState;
}

/** An example as the site's pages are written: the files as pairs. */
export interface WrittenExample extends Omit<Example, "state"> {
  readonly files: readonly (readonly [string, string])[];
  readonly shown?: string;
}

/** Makes what the pages have written what the playground opens. */
export function readExamples(written: readonly WrittenExample[]): readonly Example[] {
  return written.map(({ files, shown, ...example }) => ({
    ...example,
    state: { files: new Map(files), ...(shown !== undefined && { shown }) },
  }));
}
