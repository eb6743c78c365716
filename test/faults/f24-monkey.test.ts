/**
 * F24: the tablet in the hands of somebody who touches, types and reloads at random. It never leaves the kiosk, says no error,
 * comes back to Welcome when it is left alone, shows nothing of one visit in the next, and gives each ballot that was thanked
 * for to the server, once.
 */
import { readRules, saveOffice } from '../../src/server/store/office.ts';
import { randomFrom } from '../helpers/drafts.ts';
import { firstPage, openTablet, PORTRAIT } from '../helpers/browser.ts';
import { check } from './checker.ts';
import { arrived, makeTemplate, remove, serve } from './kiosk-page.ts';
import { createJudge, RESTING } from './monkey-judge.ts';
import { type Monkey, move } from './monkey-moves.ts';
import { notesOf, watchPage } from './monkey-watch.ts';
import type { Bug } from './planted.ts';
import { becomes } from './real-clock.ts';
import { control, fault, type Finding, type Trials } from './runs.ts';

/** As short as may be. */
const WAITING = { idleSeconds: 15, countdownSeconds: 10 };
/** The staff's panel closes after a minute. */
const ALONE_MS = 75_000;
const LOOK_EVERY = 10;
const ALONE_TIMES = 6;
/** More would only repeat the first. */
const ENOUGH = 20;

async function touched({ n, seed }: Trials, bugs: readonly Bug[]): Promise<Finding> {
  const template = await makeTemplate(bugs, async ({ page }, { db, deps }) => {
    saveOffice(db, deps.office, { rules: { ...readRules(db, deps.office), ...WAITING } });
    await page.reload();
    await page.waitForTimeout(2000);
  });
  const server = await serve(template);
  const context = await openTablet(template.profile, PORTRAIT);
  const { page, errors, origins } = await firstPage(context);
  const judge = createJudge();
  const { wrong } = judge;
  await watchPage(page);
  // The first page of its tab, as an app is: there is nothing to go back to.
  await page.evaluate((url) => location.replace(url), `${server.url}/`);
  await page.waitForURL(`${server.url}/`);
  page.on('dialog', (dialog) => {
    wrong.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('download', () => wrong.push('a download'));
  page.on('crash', () => wrong.push('the page crashed'));
  context.on('page', (other) => wrong.push(`another window: ${other.url()}`));
  page.on('framenavigated', (frame) => {
    if (frame.url() !== `${server.url}/`) wrong.push(`outside of the kiosk: ${frame.url()}`);
  });

  const monkey: Monkey = {
    context,
    page,
    touch: await context.newCDPSession(page),
    random: randomFrom(seed),
    words: 0,
    offline: false,
  };
  const screen = () =>
    page.evaluate(() => document.querySelector<HTMLElement>('[data-screen]')?.dataset['screen'] ?? '');
  let stuck = false;
  async function alone(): Promise<void> {
    if (stuck) return;
    const before = await screen();
    const rests = await becomes(async () => RESTING.includes(await screen()), ALONE_MS, 200);
    if (rests) return;
    stuck = true;
    wrong.push(`left alone at ${before}, it stays at ${await screen()}`);
  }
  const moves = new Map<string, number>();
  let events = 0;
  for (; events < n && wrong.length < ENOUGH && !stuck; events++) {
    const name = await move(monkey);
    moves.set(name, (moves.get(name) ?? 0) + 1);
    if (events % LOOK_EVERY === 0) {
      judge.hear(await notesOf(page));
      const scale = await page.evaluate(() => window.visualViewport?.scale ?? 1);
      if (scale !== 1) wrong.push(`zoomed to ${scale}`);
    }
    if (events % Math.ceil(n / ALONE_TIMES) === 0) await alone();
  }
  await alone();
  await context.setOffline(false);
  const since = Date.now();
  await page.reload();
  judge.hear(await notesOf(page));
  const end = await arrived(server, judge.visits, 60_000, since);
  judge.hear(await notesOf(page));
  wrong.push(...check({ visits: judge.visits, ...end }), ...errors.map((error) => `on the console: ${error}`));
  if (origins.size > 1) wrong.push(`asked others: ${[...origins].join()}`);
  await context.close();
  await server.stop();
  remove(template.profile);
  remove(template.dataDir);
  const left = judge.visits.filter(({ draft }) => draft.end === 'left').length;
  const thanks = judge.screens.get('thanks') ?? 0;
  const kinds = [...judge.screens].map(([name, times]) => `${name} ${times}×`).join(', ');
  return {
    violations: [...new Set(wrong)],
    trials: events,
    seen: `${judge.begun()} visits, ${thanks} thanks, ${left} left; ${kinds}; ${moves.get('reload') ?? 0} reloads`,
  };
}

const F24 = { id: 'F24', what: 'random touches, keys and reloads', slowMs: 1000 };
fault({ ...F24, runs: { commit: 100, soak: 5000, long: 100_000 } }, (trials) => touched(trials, []));
/** What was typed stands there for the next one. */
const kept: Bug[] = [
  { file: 'kiosk/visit.ts', find: "remark: '',", put: 'remark: kept.text,' },
  {
    file: 'kiosk/visit.ts',
    find: 'const { text } = action;',
    put: 'const { text } = action;\n      kept.text = text;',
  },
  {
    file: 'kiosk/visit.ts',
    find: 'export const PLAIN_VIEW',
    put: "const kept = { text: '' };\nexport const PLAIN_VIEW",
  },
];
control({ ...F24, runs: { commit: 100, soak: 1500, long: 3000 } }, 'a remark stays for the next visit', (trials) =>
  touched(trials, kept),
);
/** Nobody there, and it goes on asking. */
const asking: Bug = { file: 'kiosk/idle.ts', find: "if (left <= 0) return { kind: 'gone' };", put: '' };
control({ ...F24, runs: { commit: 100, soak: 200, long: 400 } }, 'a visit that was left never ends', (trials) =>
  touched(trials, [asking]),
);
