import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { addDays } from '../../src/domain/period.ts';
import { importFile } from '../../src/server/paper/import.ts';
import { randomFrom } from '../helpers/drafts.ts';
import { HEADER, NOW, paperFolder, ZONE } from '../helpers/paper.ts';

const LINES = 200_000;
const MB = 1024 * 1024;

async function writeBallots(file: string, lines: number): Promise<void> {
  const random = randomFrom(7);
  const out = createWriteStream(file);
  out.write(`${HEADER}\n`);
  let block = '';
  for (let i = 0; i < lines; i++) {
    // Some lines are bad, and some have quotes: these take the slow way.
    const day = i % 997 === 0 ? 'hôm qua' : addDays('2026-01-05', Math.floor((i * 200) / lines));
    const quote = i % 5000 === 0 ? '"' : '';
    const levels = Array.from({ length: 6 }, () => '12345k'[Math.floor(random() * 7)] ?? '');
    block += `${day},${quote}quay-${1 + (i % 3)},land,,${levels.join(',')}\n`;
    if (block.length < MB && i < lines - 1) continue;
    if (!out.write(block)) await once(out, 'drain');
    block = '';
  }
  out.end();
  await once(out, 'finish');
}

it('reads 200 000 lines in the memory that 40 000 take', { timeout: 180_000 }, async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void; // the flag above puts it there
  const { db, office, dataDir } = paperFolder();
  // What is measured is memory: how durably each group is written takes most of the time and none of it.
  db.pragma('synchronous = off');
  const file = join(dataDir, 'nhieu.csv');
  await writeBallots(file, LINES);
  const samples: { lines: number; heap: number; rss: number }[] = [];
  const sample = (lines: number) => {
    collect();
    const { heapUsed, external, rss } = process.memoryUsage();
    samples.push({ lines, heap: heapUsed + external, rss });
  };
  const result = await importFile({
    db,
    office,
    zone: ZONE,
    now: () => NOW,
    file,
    name: 'nhieu.csv',
    onBad: () => {},
    onProgress: ({ lines }) => {
      if (lines >= (samples.length + 1) * 4e4) sample(lines);
    },
  });
  if (!result.ok) throw new Error(result.code);
  expect(result.counts.lines).toBe(LINES);
  expect(result.counts.bad).toBeGreaterThan(200);
  expect(result.counts.added + result.counts.bad).toBe(LINES);
  const [first, last] = [samples[0], samples.at(-1)];
  expect(samples).toHaveLength(5);
  expect(((last?.heap ?? Infinity) - (first?.heap ?? 0)) / MB).toBeLessThan(4);
  expect(((last?.rss ?? Infinity) - (first?.rss ?? 0)) / MB).toBeLessThan(48);
});
