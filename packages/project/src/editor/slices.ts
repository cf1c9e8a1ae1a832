/** How long background work may keep the editor waiting at a time, in milliseconds. */
const SLICE = 10;
/** How long the pause after a slice is, so that the editor's own requests come first. */
const PAUSE = 10;

/** Background work in small slices. */
export class Slices {
  readonly #isOver: () => boolean;
  #until = 0;

  /** `isOver` says that nobody wants the result any more. */
  constructor(isOver: () => boolean) {
    this.#isOver = isOver;
  }

  /** Call it after each step: waits where a slice is over. False: end the work. */
  goOn(): Promise<boolean> | boolean {
    return performance.now() < this.#until ? !this.#isOver() : this.rest();
  }

  /** Waits, and begins a new slice. False: end the work. */
  async rest(): Promise<boolean> {
    await new Promise((resolve) => setTimeout(resolve, PAUSE).unref());
    this.#until = performance.now() + SLICE;
    return !this.#isOver();
  }
}
