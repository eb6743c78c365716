/** What goes to the thread that stores comes out there as it went in, in the same order. */
import { expect, it } from 'vitest';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { pack, packOutcomes, unpack, unpackOutcomes } from '../../src/server/store-parcel.ts';
import type { Checked, Outcome } from '../../src/server/store/submissions.ts';
import { ballotMaker, hashOf } from '../helpers/ballots.ts';

const maker = ballotMaker('tablet-1', 3);
const good = (n: number): Checked => ({
  ok: true,
  ...maker.next(),
  survey: SIX_CRITERIA,
  ...(n % 2 === 0 ? { sealed: `{"v":2,"n":${n}}` } : {}),
  day: `2026-11-${10 + n}`,
  hour: n,
  sentAt: 100 + n,
  receivedAt: 200 + n,
  note: n % 3 === 0 ? 'unsigned' : null,
});
const bad = (n: number): Checked => {
  const line = new TextEncoder().encode(`before\nline ${n}\nafter`).subarray(7, 13);
  const refused = { ok: false, id: null, device: 'tablet-2', hash: hashOf(line), body: line, receivedAt: n } as const;
  return n % 2 === 0 ? { ...refused, code: 'record-malformed' } : { ...refused, code: 'sealing-key', sentAt: n };
};
/** As a thread is handed it. */
const sent = <T>(value: T): T => structuredClone(value);
const plain = (records: Checked[]) =>
  records.map((record) => (record.ok ? { ...record, sealed: record.sealed ?? null } : record));

it.each(['', 'g', 'b', 'gb', 'bg', 'ggg', 'bbb', 'bggbbgbggb', 'gbbbgg'])('records in the order "%s"', (order) => {
  const records = Array.from(order, (kind, n) => (kind === 'g' ? good(n) : bad(n)));
  expect(plain(unpack(sent(pack(records)), () => SIX_CRITERIA))).toEqual(plain(records));
});

it('carries of a refused line its own bytes only', () => {
  const [carried] = pack([bad(0)]).refused;
  expect(carried?.body.buffer.byteLength).toBe(6);
});

it('outcomes, each for its record', () => {
  const outcomes: Outcome[] = [
    { status: 'stored', note: null },
    { status: 'stored', note: 'unsigned' },
    { status: 'refused', code: 'id-conflict' },
    { status: 'stored', note: null },
    { status: 'duplicate' },
    { status: 'refused', code: 'sealing-key' },
    { status: 'refused', code: 'id-conflict' },
    { status: 'stored', note: 'unsigned' },
  ];
  const packed = packOutcomes(outcomes);
  expect(packed.kinds).toHaveLength(5);
  expect(unpackOutcomes(sent(packed))).toEqual(outcomes);
  expect(unpackOutcomes(sent(packOutcomes([])))).toEqual([]);
});
