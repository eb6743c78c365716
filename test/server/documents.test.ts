/** Documents are made once, and while one is being made the server goes on answering. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { emptyLetterhead } from '../../src/domain/letterhead.ts';
import { ReportEntry } from '../../src/domain/report.ts';
import { documentOf, type DocumentJob } from '../../src/server/reports/document.ts';
import { createDocuments } from '../../src/server/reports/documents.ts';
import { fill, frozenQuarter, QUARTER } from '../helpers/frozen.ts';
import { freePort, startProcess } from '../helpers/process.ts';
import { openApp } from '../helpers/server.ts';

const frozen = frozenQuarter({ count: 60, seed: 4 });
const job = (day: string): DocumentJob => ({ kind: 'xlsx', frozen, day });

it('two who ask for the same while it is made get the same one, and later ones too', async () => {
  const made: DocumentJob[] = [];
  const documents = createDocuments((asked) => {
    made.push(asked);
    return new Promise((resolve) => setTimeout(() => resolve(documentOf(asked)), 5));
  });
  const [one, other] = await Promise.all([documents('a', job('2026-10-06')), documents('a', job('2026-10-06'))]);
  expect(one).toBe(other);
  expect(await documents('a', job('2026-10-06'))).toBe(one);
  expect(made).toHaveLength(1);
  // Another day, report, kind or letterhead is another document.
  await documents('a', job('2026-10-07'));
  await documents('b', job('2026-10-06'));
  for (const issuer of ['Xã A', 'Xã B'])
    await documents('a', { kind: 'docx', frozen, day: '2026-10-06', letterhead: emptyLetterhead(issuer) });
  expect(made).toHaveLength(5);
});

it('only the last few are kept, and one that failed is tried again', async () => {
  let made = 0;
  let fails = true;
  const documents = createDocuments((asked) => {
    made += 1;
    return fails ? Promise.reject(new Error('no room')) : Promise.resolve(documentOf(asked));
  });
  await expect(documents('a', job('2026-10-01'))).rejects.toThrow('no room');
  fails = false;
  await documents('a', job('2026-10-01'));
  expect(made).toBe(2);
  for (let i = 0; i < 12; i++) await documents(`r${i}`, job('2026-10-01'));
  await documents('a', job('2026-10-01'));
  expect(made).toBe(15);
});

it(
  'the built server answers others while it makes one, and gives what this thread would',
  { timeout: 60_000 },
  async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'hai-long-documents-'));
    onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
    const server = openApp({ dataDir });
    fill(server.db, server.deps.office, { count: 500, seed: 5 });
    const headers = server.signIn('team');
    const entry = await server.app.request('/api/reports', {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: JSON.stringify(QUARTER),
    });
    const { id } = ReportEntry.parse(await entry.json());
    const expected = await server.app.request(`/api/reports/${id}/docx`, { headers });
    server.close();
    const real = await startProcess(dataDir, await freePort());
    onTestFinished(() => void real.end('SIGKILL'));
    const asked = ['docx', 'docx'].map((kind) => fetch(`${real.url}/api/reports/${id}/${kind}`, { headers }));
    let waits = true;
    let answered = 0;
    const done = Promise.all(asked).finally(() => (waits = false));
    while (waits) {
      expect((await fetch(`${real.url}/livez`)).status).toBe(200);
      answered += 1;
    }
    const [first, second] = await done;
    const bytes = await first?.arrayBuffer();
    expect(bytes).toEqual(await expected.arrayBuffer());
    expect(await second?.arrayBuffer()).toEqual(bytes);
    // Made on the thread that answers, one or two would have been answered before it, and none in the meantime.
    expect(answered).toBeGreaterThan(10);
    expect(await real.end('SIGTERM')).toBe(0);
  },
);
