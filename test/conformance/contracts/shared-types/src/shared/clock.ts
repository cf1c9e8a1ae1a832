export class Clock {
  zone = "utc";
  constructor(readonly offset: number) {}
  now(): number {
    return Date.now() + this.offset;
  }
}
