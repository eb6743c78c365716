/**
 * Gathers what the fault tests found into one table (dist/fault-report/), and what a soak found into docs/fault-report.md. The upper bound is the rule of three: no failure in n trials is at most 3 in n, 19 times in 20.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';
import { DEPTH, type FaultMeta } from './runs.ts';

const OUT = 'dist/fault-report';
const DOCUMENT = 'docs/fault-report.md';
const MARKS = ['<!-- table: written by npm run soak -->', '<!-- end of table -->'] as const;

interface Row extends FaultMeta {
  state: string;
  seconds: number;
}

const number = (value: number) => value.toLocaleString('en');
const bound = ({ trials, violations }: FaultMeta) =>
  trials <= 3 || violations > 0 ? '—' : `${((100 * 3) / trials).toPrecision(2)} %`;
const order = ({ id }: FaultMeta) => Number(id.slice(1));

function rowsOf(modules: readonly TestModule[]): Row[] {
  const rows: Row[] = [];
  for (const module of modules)
    for (const test of module.children.allTests()) {
      const { fault } = test.meta();
      const { state } = test.result();
      const seconds = Math.round((test.diagnostic()?.duration ?? 0) / 1000);
      if (fault) rows.push({ ...fault, state, seconds });
      else if (state === 'failed')
        rows.push({
          id: /^F\d+/.exec(test.name)?.[0] ?? 'F0',
          what: test.name,
          trials: 0,
          violations: 1,
          seed: 0,
          seen: 'ended without a result',
          state,
          seconds,
        });
    }
  return rows.sort((a, b) => order(a) - order(b));
}

function tableOf(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const { id, what, control, trials, violations, seen, skipped, state, seconds } = row;
    const end = skipped
      ? `skipped: ${skipped}`
      : state === 'failed'
        ? '**FAILED**'
        : control
          ? 'red, as it must be'
          : 'green';
    const name = control ? `control: ${control}` : what;
    const limit = control ? '' : bound(row);
    return `| ${id} | ${name} | ${number(trials)} | ${seen} | ${number(violations)} | ${limit} | ${end} | ${seconds} s |`;
  });
  return [
    '| | fault, or bug put in | trials | gone through | violations | at most (95 %) | end | took |',
    '| --- | --- | ---: | --- | ---: | ---: | --- | ---: |',
    ...lines,
  ].join('\n');
}

/** Rows of earlier runs at this depth stay; those that ran again take their place. */
function withEarlier(rows: readonly Row[]): Row[] {
  const file = `${OUT}/${DEPTH}.json`;
  const nameOf = ({ id, what, control }: Row) => `${id} ${what} ${control ?? ''}`;
  const again = new Set(rows.map(nameOf));
  // Written by this very file.
  const earlier = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Row[]) : [];
  const all = [...earlier.filter((row) => !again.has(nameOf(row))), ...rows].sort((a, b) => order(a) - order(b));
  mkdirSync(OUT, { recursive: true });
  writeFileSync(file, JSON.stringify(all, null, 1));
  return all;
}

export default class FaultReport implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const rows = withEarlier(rowsOf(modules));
    const seeds = [...new Set(rows.map(({ seed }) => seed))].join(', ');
    const head = `${new Date().toISOString().slice(0, 10)}, depth \`${DEPTH}\`, seeds ${seeds}, Node ${process.version}.`;
    const text = `${head}\n\n${tableOf(rows)}\n`;
    writeFileSync(`${OUT}/${DEPTH}.md`, text);
    console.log(`\n${text}`);
    if (DEPTH === 'commit' || !existsSync(DOCUMENT)) return;
    const [before = '', rest = ''] = readFileSync(DOCUMENT, 'utf8').split(MARKS[0]);
    const after = rest.split(MARKS[1])[1] ?? '';
    writeFileSync(DOCUMENT, `${before}${MARKS[0]}\n\n${text}\n${MARKS[1]}${after}`);
  }
}
