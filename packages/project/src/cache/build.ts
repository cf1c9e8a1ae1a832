declare const GODWIT_BUILD: string | undefined;

/** A digest of the code of this bundle; undefined where the sources run as they are, so that no one knows what an answer came from. */
export const BUILD: string | undefined = typeof GODWIT_BUILD === "string" ? GODWIT_BUILD : undefined;
