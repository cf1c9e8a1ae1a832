/** Work that runs now and then, for nobody in particular. */
export interface Job {
  readonly name: string;
  readonly every: number;
  run(): Promise<number>;
}

/** What one run of a job came to. */
export interface JobRun {
  readonly jobRunId: string;
  readonly job: string;
  readonly handled: number;
}
