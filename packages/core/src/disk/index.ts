export { appendDurably, cutDurably, linkTo, moveFile, writeToStream } from "./write.js";
export {
  digestOf,
  dropTemporaries,
  findWriteFault,
  makeFolder,
  makeNewFolder,
  removeFile,
  replaceFile,
  syncFolder,
  writeWhole,
} from "./write.js";
export { FileError, orUndefined, toFileError, type FileFault } from "./file-error.js";
export {
  exists,
  findUnreadable,
  isFile,
  isFolder,
  isOfPackageManager,
  isWithin,
  linkStatsAt,
  listBehindOddNames,
  listEntries,
  listNames,
  nearestRealPath,
  realPath,
  statsAt,
  type FileStats,
  type FolderEntry,
} from "./look.js";
export { decodedText, rawTextOf } from "./read.js";
export { findBytes, findText, MOST_BYTES, readBytes, readText, ReadingSpace, type FileKind } from "./read.js";
