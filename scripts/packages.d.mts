/** The repository's folder. */
export declare const REPOSITORY: string;

export interface PublishedPackage {
  readonly folder: string;
  readonly manifest: { readonly name: string; readonly version: string };
}

/** The packages that are published: folder and package.json. */
export declare function publishedPackages(): PublishedPackage[];

/** The file that npm packs a package into. */
export declare function tarballOf(manifest: { readonly name: string; readonly version: string }): string;

/** Packs every published package into a folder; gives back each with its tarball. */
export declare function packPackages(destination: string): (PublishedPackage & {
  readonly tarball: string;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
})[];
