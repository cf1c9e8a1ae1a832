/** What a playground holds, as the part of a link behind `#`, which no browser sends anywhere. */

/** Paths are relative to the project, with `/`; contracts are in `migrations/`. */
export interface PlayState {
  readonly files: ReadonlyMap<string, string>;
  /** The file that is shown in the middle. */
  readonly shown?: string;
}

const VERSION = "1.";
const MB = 1_000_000;
/** The characters of a link that are read, and those of all texts in it. */
const MOST = { link: MB, texts: 2 * MB, files: 100, path: 200 } as const;
/** Names of files as projects have them; no way leads out of the project. */
const PATH = /^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[\w@.+()[\]-]+(?:\/[\w@.+()[\]-]+)*$/;

/** Why a link is not opened; the message says what to do instead. */
export class LinkError extends Error {
  override readonly name = "LinkError";
}

/** The text for behind `#`. */
export async function writeLink({ files, shown }: PlayState): Promise<string> {
  const json = JSON.stringify({ files: [...files], ...(shown !== undefined && { shown }) });
  const bytes = await collect(new Blob([json]).stream().pipeThrough(new CompressionStream("deflate")), Infinity);
  return VERSION + toBase64Url(bytes);
}

/** Reads what `writeLink` wrote; throws a `LinkError`. */
export async function readLink(text: string): Promise<PlayState> {
  if (text.length > MOST.link)
    throw new LinkError(`This link is too long: it has ${megabytes(text.length)}, and at most 1 MB is read.`);
  if (!text.startsWith(VERSION)) throw new LinkError("This link is no playground's, or one of a newer version.");
  const state = check(await parse(text.slice(VERSION.length)));
  if (state) return state;
  throw new LinkError("This link holds something else than the files of a playground.");
}

/** Why a path can't be a file of the playground; undefined if it can. */
export function findPathFault(path: string): string | undefined {
  if (path.length > MOST.path) return "The path is too long.";
  return PATH.test(path) ? undefined : "Write a path such as src/users.ts: letters, digits, - and _, below the project.";
}

async function parse(encoded: string): Promise<unknown> {
  let json: string;
  try {
    const packed = new Blob([fromBase64Url(encoded)]).stream();
    json = new TextDecoder("utf-8", { fatal: true }).decode(
      await collect(packed.pipeThrough(new DecompressionStream("deflate")), 2 * MOST.texts),
    );
    return JSON.parse(json);
  } catch (error) {
    if (error instanceof LinkError) throw error;
    throw new LinkError("This link is damaged: a part of it is missing or changed. Ask for it once more, and copy all of it.");
  }
}

function check(data: unknown): PlayState | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  const { files, shown } = data as { files?: unknown; shown?: unknown };
  if (!Array.isArray(files) || files.length === 0 || files.length > MOST.files) return undefined;
  const read = new Map<string, string>();
  let length = 0;
  for (const entry of files as readonly unknown[]) {
    if (!Array.isArray(entry) || entry.length !== 2) return undefined;
    const [path, text] = entry as readonly unknown[];
    if (typeof path !== "string" || typeof text !== "string" || findPathFault(path) !== undefined) return undefined;
    length += text.length;
    read.set(path, text.replaceAll(/\r\n?/g, "\n"));
  }
  if (length > MOST.texts) throw new LinkError(`The files of this link have ${megabytes(length)}, and at most 2 MB are read.`);
  return { files: read, ...(typeof shown === "string" && read.has(shown) && { shown }) };
}

/** All bytes of a stream, of which there must not be more than `most`: a small link may unpack to gigabytes. */
async function collect(stream: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      await reader.cancel();
      throw new LinkError(`The files of this link have more than ${megabytes(most)}, and at most 2 MB are read.`);
    }
    parts.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));
}

function megabytes(length: number): string {
  return `${(length / MB).toFixed(1)} MB`;
}
