/** What is wrong with a path, as a word that code can ask for. */
export type FileFault =
  | "missing"
  | "special"
  | "folder"
  | "too-large"
  | "denied"
  | "link-loop"
  | "read-only"
  | "outside"
  | "link"
  | "hard-link"
  | "disk-full"
  | "failed";

/** Says why a path was not read or written; the message finishes a sentence such as "a.json can't be read: …". */
export class FileError extends Error {
  override readonly name = "FileError";
  readonly path: string;
  readonly fault: FileFault;
  /** The system's own code, such as `EIO`, where the system refused. */
  readonly code: string | undefined;

  constructor(path: string, fault: FileFault, message: string, cause?: NodeJS.ErrnoException) {
    super(message, { cause });
    this.path = path;
    this.fault = fault;
    this.code = cause?.code;
  }
}

const BY_CODE: Readonly<Record<string, readonly [FileFault, string]>> = {
  ENOENT: ["missing", "there is no such file"],
  ENOTDIR: ["missing", "there is no such file"],
  EISDIR: ["folder", "it is a folder"],
  EACCES: ["denied", "permission denied"],
  EPERM: ["denied", "permission denied"],
  EROFS: ["denied", "the disk is read-only"],
  ELOOP: ["link-loop", "its symbolic link leads back to itself"],
  ENXIO: ["special", "it is no regular file"],
  ENOSPC: ["disk-full", "the disk is full"],
  EDQUOT: ["disk-full", "the disk is full"],
  EFBIG: ["failed", "it would be larger than the system allows"],
  ENAMETOOLONG: ["failed", "its path is longer than the disk allows"],
};

/** What was thrown about a path, as a `FileError`. */
export function toFileError(path: string, error: unknown): FileError {
  if (error instanceof FileError) return error;
  const cause = error as NodeJS.ErrnoException;
  const { code, message } = cause;
  const [fault, sentence] = (code === undefined ? undefined : BY_CODE[code]) ?? ["failed", code ?? message];
  return new FileError(path, fault, sentence, cause);
}

/** What a read or a lookup gives, or undefined where that failed for a reason that is the disk's. */
export function orUndefined<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (error instanceof FileError || (error as NodeJS.ErrnoException).code !== undefined) return undefined;
    throw error;
  }
}
