/** Writes contracts that fit any code into a copied checkout, and moves what they say has moved. */
export function writeGenericContracts(folder: string, files: readonly string[]): void;
