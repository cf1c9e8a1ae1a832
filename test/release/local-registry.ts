import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { npm } from "../packed/consumer.js";

/** What npm sends when it publishes a package. */
interface Publication {
  readonly name: string;
  readonly versions: Readonly<Record<string, unknown>>;
  readonly _attachments: Readonly<Record<string, { readonly data: string }>>;
}

/** A registry on this machine: it keeps what is published to it, and sends whoever asks for another package to the usual registry. */
export interface LocalRegistry {
  readonly url: string;
  /** The published packages in order, each as NAME@VERSION. */
  readonly published: string[];
  /** Packages that nobody may publish for now. */
  readonly refused: Set<string>;
  close(): Promise<void>;
}

/** Names that only this registry may answer for, so that nothing of ours comes from anywhere else. */
const OURS = /^(?:@godwit\/|godwit|eslint-plugin-godwit)/;

/** Opens a registry on a free port of the loopback address. */
export async function openRegistry(): Promise<LocalRegistry> {
  const usual = (await npm(process.cwd(), "config", "get", "registry")).trim();
  const packages = new Map<string, Publication>();
  const published: string[] = [];
  const refused = new Set<string>();

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const name = decodeURIComponent(request.url!.slice(1).split(/[?]|\/-\//)[0]!);
    if (request.method === "PUT") return publish(JSON.parse(await textOf(request)) as Publication, response);
    const found = packages.get(name);
    if (found === undefined && !OURS.test(name))
      return end(response.writeHead(302, { location: new URL(request.url!, usual).href }));
    if (found === undefined) return end(response.writeHead(404), { error: "Not found" });
    if (request.url!.includes("/-/")) {
      const [{ data }] = Object.values(found._attachments) as [{ data: string }];
      return void response.end(Buffer.from(data, "base64"));
    }
    return end(response, { ...found, _attachments: undefined });
  };

  const publish = (given: Publication, response: ServerResponse): void => {
    if (refused.has(given.name)) return end(response.writeHead(403), { error: "You may not publish this." });
    packages.set(given.name, given);
    published.push(`${given.name}@${Object.keys(given.versions).join()}`);
    return end(response.writeHead(201), { ok: true });
  };

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url, published, refused, close };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

function end(response: ServerResponse, body: unknown = {}): void {
  response.end(JSON.stringify(body));
}
