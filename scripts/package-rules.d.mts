/** A package, the files that npm would pack of it, and their texts. */
export interface PackedPackage {
  readonly manifest: Readonly<Record<string, unknown>>;
  /** Its folder in the repository. */
  readonly directory: string;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
  read(file: string): string;
}

/** What is wrong with a package; `published` has the versions of all packages that are published together, by name. */
export declare function findFaults(each: PackedPackage, published: ReadonlyMap<string, string>): string[];

/** What differs between packages that are released together. */
export declare function findDifferences(manifests: readonly Readonly<Record<string, unknown>>[]): string[];
