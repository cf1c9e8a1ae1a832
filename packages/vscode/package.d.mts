/** Packs the extension; gives back the .vsix's path. */
export function packExtension(destination?: string): Promise<string>;

/** Packs a folder with a package.json as an extension. */
export function packFolder(folder: string, packagePath: string): Promise<void>;
