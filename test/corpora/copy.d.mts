/** Whether a file holds code. */
export function isSource(file: string): boolean;
/** Copies a checkout's sources and configuration into an empty folder, as a git repository of its own, without paths that match `leftOut`; returns the copied paths. */
export function copySources(checkout: string, folder: string, leftOut?: RegExp): string[];
/** All files of a folder: by git where it is a work tree of its own, else all but installed packages. */
export function listFiles(folder: string): string[];
