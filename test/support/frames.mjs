// Values that go through a pipe one after the other, each behind its length.
import { Buffer } from "node:buffer";
import { readSync, writeSync } from "node:fs";
import { deserialize, serialize } from "node:v8";

const LENGTH = 4;

/** The next value of a pipe, which is waited for; undefined where the other end is closed. */
export function readFrame(pipe) {
  const length = readWhole(pipe, LENGTH);
  const bytes = length && readWhole(pipe, length.readUInt32LE());
  return bytes && deserialize(bytes);
}

export function writeFrame(pipe, value) {
  const bytes = serialize(value);
  const length = Buffer.alloc(LENGTH);
  length.writeUInt32LE(bytes.length);
  const frame = Buffer.concat([length, bytes]);
  for (let at = 0; at < frame.length;) at += writeSync(pipe, frame, at);
}

function readWhole(pipe, size) {
  const bytes = Buffer.alloc(size);
  for (let at = 0; at < size;) {
    const read = readSync(pipe, bytes, at, size - at, null);
    if (read === 0) return undefined;
    at += read;
  }
  return bytes;
}
