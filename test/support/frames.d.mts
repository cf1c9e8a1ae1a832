/** The next value of a pipe (a file descriptor), which is waited for; undefined where the other end is closed. */
export function readFrame(pipe: number): unknown;
export function writeFrame(pipe: number, value: unknown): void;
