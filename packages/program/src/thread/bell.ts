/** Waits until the bell is rung. Who rang for the answer before may wake this thread once more, which is no ring. */
export function waitForRing(bell: Int32Array): void {
  while (Atomics.load(bell, 0) === 0) Atomics.wait(bell, 0, 0);
}

/** Rings the bell, once the answer can be read. */
export function ring(bell: Int32Array): void {
  Atomics.store(bell, 0, 1);
  Atomics.notify(bell, 0);
}
