/**
 * F25: what a stolen tablet, a copied data file or a log tells. Ballots with words that occur nowhere else are saved and kept
 * unsent, some typed by hand; the browser is killed; every byte of its profile is searched. On the server the words are
 * answers, but who asked, with what and from where must be nowhere.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { issueCode } from '../../src/server/store/devices.ts';
import { randomFrom } from '../helpers/drafts.ts';
import { startServer } from '../helpers/server.ts';
import { signingTablet } from '../helpers/signing.ts';
import { begin, chooseService, finish, rate } from '../helpers/visit.ts';
import { copyOf, killBrowser, makeTemplate, openKiosk, remove, saveAll, serve } from './kiosk-page.ts';
import type { Bug } from './planted.ts';
import { control, fault, type Finding, type Trials } from './runs.ts';
import { createVisits } from './visits.ts';

const WORD = 'Xylophon';

/** @returns the files in which one of the words stands, in UTF-8 or UTF-16. */
function scan(folder: string, words: readonly string[]): string[] {
  const needles = words.flatMap((word) => [Buffer.from(word), Buffer.from(word, 'utf16le')]);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isFile())
    .filter((name) => {
      const bytes = readFileSync(join(folder, name));
      return needles.some((needle) => bytes.includes(needle));
    });
}

async function tablet({ n, seed }: Trials, bugs: readonly Bug[]): Promise<Finding> {
  const template = await makeTemplate(bugs);
  const server = await serve(template);
  const visits = createVisits(randomFrom(seed), Date.now);
  const { page, context } = await openKiosk(template.profile, server.url, true);
  const given = visits.draw(n).map((visit) => ({
    ...visit,
    draft: { ...visit.draft, remark: `${WORD} ${visit.mark}` },
  }));
  await saveAll(page, given);
  await page.bringToFront();
  await begin(page);
  await chooseService(page);
  for (let question = 0; question < 6; question++) await rate(page, 'Hài lòng');
  await finish(page, `${WORD} typed by hand`);
  await page.getByRole('button', { name: 'Xong' }).tap();
  // Time for whatever a browser writes down by itself.
  await page.waitForTimeout(3000);
  killBrowser(template.profile);
  await context.close().catch(() => undefined);
  await server.stop();
  const profile = copyOf(template.profile, 'stolen');
  const found = scan(profile, [WORD]);
  const saved = given.filter(({ told }) => told === 'thanked').length;
  const violations = found.map((file) => `a remark can be read in ${file}`);
  if (saved < n) violations.push(`only ${saved} were saved`);
  for (const path of [profile, template.profile, template.dataDir]) remove(path);
  return { violations, trials: n + 1, seen: `${saved} remarks and one typed by hand, unsent` };
}

const F25 = { id: 'F25', what: 'a stolen tablet is searched', slowMs: 2000 };
fault({ ...F25, runs: { commit: 30, soak: 500, long: 2000 } }, (trials) => tablet(trials, []));
const plain: Bug = { file: 'kiosk/maker.ts', find: 'if (!key) return', put: 'if (key || !key) return' };
control({ ...F25, runs: { commit: 10, soak: 10, long: 10 } }, 'records as they were before sealing', (trials) =>
  tablet(trials, [plain]),
);

const FROM = '203.0.113.77';
const AGENT = 'Zeppelin/7.0 (the browser of one tablet)';

/** Requests of a tablet, from an address and with a browser that can be told from all others. */
async function onServer(extra: string[]): Promise<Finding> {
  const server = await startServer();
  const code = issueCode(server.db, server.deps.office, 'quay-1', Date.now());
  const headers = { 'X-Forwarded-For': FROM, 'User-Agent': AGENT };
  const ask = (path: string, init: RequestInit = {}) => {
    const all = new Headers(init.headers);
    for (const [name, value] of Object.entries(headers)) all.set(name, value);
    return fetch(server.url + path, { ...init, headers: all });
  };
  const json = { 'Content-Type': 'application/json' };
  await ask('/api/enrolment', { method: 'POST', headers: json, body: JSON.stringify({ code: 'BBBBB-BBBBB' }) });
  const enrolled = await ask('/api/enrolment', { method: 'POST', headers: json, body: JSON.stringify({ code }) });
  const { token } = (await enrolled.json()) as { token: string };
  const signing = await signingTablet(server, { ask });
  const ballots = await signing.ballots(1).many(20);
  await signing.send(ballots.map(({ line }) => line));
  await ask('/api/settings', { headers: { Authorization: `Bearer ${token}` } });
  await ask('/api/settings', { headers: { Authorization: 'Bearer wrong' } });
  const words = [token, code, code.replace('-', ''), FROM, AGENT.slice(0, 12), 'BBBBB', ...extra];
  const found = scan(server.dataDir, words).map((file) => `something is in ${file}`);
  for (const line of server.logged) if (words.some((word) => line.includes(word))) found.push(`logged: ${line}`);
  const seen = `data file, its log and ${server.logged.length} lines of log; token, code, address, browser`;
  await server.stop();
  return { violations: found, trials: words.length, seen };
}
const ON_SERVER = { id: 'F25', what: 'the server’s data and logs are searched', runs: { commit: 1, soak: 1, long: 1 } };
fault({ ...ON_SERVER, slowMs: 30_000 }, () => onServer([]));
control({ ...ON_SERVER, slowMs: 30_000 }, 'a word that is there: a survey’s', () => onServer(['quay-1']));
