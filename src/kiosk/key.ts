/** Where a record stands among the tablet's records: its epoch, then its number in it. */
export type Key = [epoch: number, seq: number];
export const keyOf = ({ epoch, seq }: { epoch: number; seq: number }): Key => [epoch, seq];
