/** What is told of a request while it is answered, for who looks for where the time goes. */

/** All names of parts that there are: what is sent away says nothing of who asked, and for what. */
export type PartName = 'check' | 'commit' | 'result query';

export interface RequestSpan {
  /** Does the work, and notes how long it took; a promise until it is settled. */
  part: <T>(name: PartName, work: () => T) => T;
}
