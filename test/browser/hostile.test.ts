/**
 * Hostile text in every name that there is, in every view, in a real Chromium: nothing runs, the content policy has nothing
 * to refuse, and each text stands there as it was stored. One round of the corpus; all of it with HAI_LONG_SOAK=1.
 */
import { randomUUID } from 'node:crypto';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyLetterhead } from '../../src/domain/letterhead.ts';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { maskPersonal } from '../../src/domain/remark-personal.ts';
import { cleanRemark } from '../../src/domain/submission.ts';
import { levelsOf, type Survey } from '../../src/domain/survey.ts';
import { addAccount } from '../../src/server/store/accounts.ts';
import { addDevice } from '../../src/server/store/devices.ts';
import { saveCounter } from '../../src/server/store/office.ts';
import { ballotMaker, batchOf, sendBatch } from '../helpers/ballots.ts';
import { firstPage, newProfile, openTablet, removeFolder, signInBrowser } from '../helpers/browser.ts';
import { fill, QUARTER } from '../helpers/frozen.ts';
import { HOSTILE_FAMILIES } from '../helpers/hostile-families.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

/** Control signs that no field lets through. */
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\0-\x08\x0b-\x1f]/;
/** What a name may be: every field that takes one leaves out the blanks around it. */
const NAMES = HOSTILE_FAMILIES.map((text) => text.trim()).filter(
  (text) => text !== '' && text.length <= 80 && !CONTROL.test(text),
);
const REMARKS = HOSTILE_FAMILIES.flatMap((text) => cleanRemark(text) ?? []);
const PER_ROUND = 130;
const ROUNDS = process.env.HAI_LONG_SOAK === '1' ? Math.ceil(NAMES.length / PER_ROUND) : 1;
const COUNTERS = 12;

/** Line ends are the browser's own matter: a field drops them, a page makes one of two. */
const flat = (text: string): string => text.replace(/[\r\n]+/g, '');

interface Seeded {
  server: TestServer;
  office: string;
  survey: Survey;
  counters: string[];
  people: string[];
  devices: string[];
  remarks: string[];
}

async function seed(round: number): Promise<Seeded> {
  const texts = Array.from({ length: PER_ROUND }, (_, at) => NAMES[(round * PER_ROUND + at) % NAMES.length] ?? 'x');
  let at = 0;
  const next = (): string => texts[at++ % texts.length] ?? 'x';
  const words = () => {
    const text = next();
    return { vi: text, en: text };
  };
  const server = await startServer();
  const { db, deps } = server;
  const survey: Survey = {
    ...SIX_CRITERIA,
    title: words(),
    criteria: SIX_CRITERIA.criteria.map((one) => ({
      ...one,
      name: words(),
      question: words(),
      reasons: one.reasons.map((reason) => ({ ...reason, label: words() })),
    })),
    fields: SIX_CRITERIA.fields.map((one) => ({ ...one, label: words() })),
    stages: SIX_CRITERIA.stages.map((one) => ({ ...one, label: words() })),
    levels: { 1: words(), 2: words(), 3: words(), 4: words(), 5: words() },
    unknown: words(),
    invitation: words(),
  };
  db.prepare('update surveys set body = ?').run(JSON.stringify(survey));
  const office = next();
  db.prepare('update offices set name = ?').run(office);
  const counters = Array.from({ length: COUNTERS }, (_, n) => {
    const name = next();
    const settings = { id: `quay-${n + 1}`, name, asksField: true, field: null, asksStage: true, stage: null };
    db.prepare('delete from counters where id = ?').run(settings.id);
    saveCounter(db, deps.office, settings, n);
    return name;
  });
  const people = Array.from({ length: 8 }, () => {
    const name = next();
    addAccount(db, deps.office, { signInName: `p-${randomUUID()}`, name, role: 'team' }, Date.now());
    return name;
  });
  const devices = Array.from({ length: 6 }, (_, n) => {
    const name = next();
    addDevice(db, deps.office, `quay-${n + 1}`, name, Date.now());
    return name;
  });
  fill(db, deps.office, {
    count: 900,
    seed: 7 + round,
    survey,
    change: (draw) => ({ counter: `quay-${1 + Math.floor(draw() * COUNTERS)}` }),
  });
  const { device, token } = await server.enrol();
  const maker = ballotMaker(device.id, 50 + round, { survey });
  const remarks = Array.from({ length: 45 }, (_, n) => REMARKS[(round * 45 + n) % REMARKS.length] ?? 'x');
  const bodies = remarks.map((remark) => maker.next({ remark }).body);
  await sendBatch((path, init) => fetch(`${server.url}${path}`, init), token, batchOf(bodies));
  return { server, office, survey, counters, people, devices, remarks };
}

describe.each(Array.from({ length: ROUNDS }, (_, round) => ({ round })))(
  'round $round',
  { timeout: 240_000 },
  ({ round }) => {
    const profile = newProfile();
    let all: Seeded;
    let context: BrowserContext;
    let page: Page;
    let errors: string[];
    let origins: Set<string>;
    let report = '';
    const send = async (method: string, path: string, body: unknown) => {
      const headers = { 'Content-Type': 'application/json', ...all.server.signIn('administrator') };
      const reply = await fetch(all.server.url + path, { method, headers, body: JSON.stringify(body) });
      if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
      return (await reply.json()) as Record<string, unknown>; // what the operations describe
    };

    beforeAll(async () => {
      all = await seed(round);
      const { server, office, survey } = all;
      report = String((await send('POST', '/api/reports', QUARTER)).id);
      await send('PUT', '/api/publication', { report, counters: true, fields: true, reasons: true });
      await send('PUT', '/api/letterhead', { ...emptyLetterhead(office), signer: survey.unknown.vi });
      context = await openTablet(profile, { width: 1280, height: 800 });
      await signInBrowser(context, server, 'administrator');
      ({ page, errors, origins } = await firstPage(context));
      page.on('dialog', (dialog) => {
        errors.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      await context.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
          Reflect.set(
            window,
            '__csp',
            `${String(Reflect.get(window, '__csp') ?? '')} ${violatedDirective} ${blockedURI}`,
          );
        });
      });
    });
    afterAll(async () => {
      await context.close();
      await all.server.stop();
      removeFolder(profile);
    });

    /** All that a person can read here: text, what stands in fields, and names for screen readers. */
    const readable = async (): Promise<string> =>
      flat(
        await page.evaluate(() => {
          const fields = [...document.querySelectorAll<HTMLInputElement>('input, textarea')].map(({ value }) => value);
          const named = [...document.querySelectorAll('[aria-label], [title], [alt]')].flatMap((one) =>
            ['aria-label', 'title', 'alt'].flatMap((name) => one.getAttribute(name) ?? []),
          );
          const text = [...document.querySelectorAll('body *')].flatMap((one) =>
            ['SCRIPT', 'STYLE'].includes(one.tagName) ? [] : (one.textContent ?? ''),
          );
          return [...text, ...fields, ...named].join('\u0001');
        }),
      );
    /** Every text is here as it was stored, nothing ran, nothing was refused, nothing was asked elsewhere. */
    const expectCalm = async (wanted: readonly string[]) => {
      const missing = async () => {
        const text = await readable();
        return wanted.filter((one) => !text.includes(flat(one)));
      };
      await expect.poll(missing, { timeout: 20_000 }).toEqual([]);
      const ran = await page.evaluate(
        () => [Reflect.get(window, '__hostile'), Reflect.get(window, '__csp')] as unknown[],
      );
      expect(ran).toEqual([undefined, undefined]);
      expect(errors).toEqual([]);
      expect([...origins]).toEqual([all.server.url]);
    };
    const criteria = () => all.survey.criteria.map(({ name }) => name.vi);
    const fields = () => all.survey.fields.map(({ label }) => label.vi);
    const levels = () => levelsOf(all.survey).map(({ label }) => label.vi);
    const SPAN = 'from=2026-07-01&to=2026-09-30';

    const VIEWS: [path: string, wanted: () => string[]][] = [
      [
        `/dashboard?${SPAN}`,
        () => [all.office, ...criteria(), ...all.counters, ...fields(), ...levels(), all.survey.title.vi],
      ],
      [`/dashboard?${SPAN}&lang=en`, () => [...criteria(), ...all.counters]],
      [`/dashboard/why?${SPAN}`, () => [...criteria(), ...all.counters, ...fields()]],
      [`/dashboard/why?${SPAN}&criterion=${SIX_CRITERIA.criteria[0]?.id}`, () => [criteria()[0] ?? '']],
      [`/dashboard/compare?${SPAN}`, () => [...all.counters, ...fields()]],
      ['/dashboard/remarks', () => all.remarks.map((text) => maskPersonal(text))],
      ['/dashboard/remarks?status=all&text=a', () => [all.office]],
      ['/dashboard/ballots', () => [all.office]],
      ['/dashboard/ballots/new', () => all.counters],
      ['/dashboard/ballots/import', () => [all.office]],
      ['/dashboard/reports', () => [all.office]],
      ['/dashboard/reports/letterhead', () => [all.survey.unknown.vi]],
      ['/dashboard/reports/publication', () => [all.office]],
      ['/dashboard/reports/export', () => [all.office]],
      ['/dashboard/alerts', () => [all.office]],
      ['/dashboard/alerts/rules', () => [all.office]],
      ['/dashboard/tablets', () => [...all.devices, ...all.counters.slice(0, 6)]],
      ['/dashboard/tablets/enrol', () => all.counters],
      ['/dashboard/surveys', () => [all.office]],
      ['/dashboard/surveys/1', () => criteria()],
      ['/dashboard/surveys/merge', () => [all.office]],
      ['/dashboard/settings/office', () => [all.office]],
      ['/dashboard/settings/counters', () => all.counters],
      ['/dashboard/accounts', () => all.people],
      ['/dashboard/audit', () => [all.office]],
      ['/dashboard/account', () => [all.office]],
      ['/ket-qua', () => [all.office, ...criteria()]],
      ['/ket-qua?lang=en', () => [all.office, ...criteria()]],
    ];

    it.each(VIEWS.map(([path, wanted]) => ({ path, wanted })))(
      '$path shows every text as itself',
      async ({ path, wanted }) => {
        await page.goto(all.server.url + path);
        await expectCalm(wanted());
      },
    );
    it('prints them as text: the overview as on paper, and the poster', async () => {
      await page.emulateMedia({ media: 'print' });
      await page.goto(`${all.server.url}/dashboard?${SPAN}`);
      await expectCalm([...criteria(), ...all.counters]);
      await page.goto(`${all.server.url}/api/reports/${report}/poster`);
      await expectCalm([all.office, ...criteria()]);
      await page.emulateMedia({ media: 'screen' });
    });
    it('opens each kind of detail: a remark with a note and a tag, a figure that tells where it comes from, a tablet', async () => {
      const note = NAMES[round] ?? 'x';
      await page.goto(`${all.server.url}/dashboard/remarks`);
      await page.locator('.remark-link').first().click();
      await page.locator('.remark-words').waitFor();
      await page.getByRole('textbox', { name: /ghi chú/i }).fill(note);
      await page.getByRole('button', { name: /thêm ghi chú|lưu ghi chú/i }).click();
      await expectCalm([note.trim()]);
      await page.goto(`${all.server.url}/dashboard?${SPAN}`);
      await page.locator('.bars .explain').first().click();
      await expectCalm([criteria()[0] ?? '']);
      await page.goto(`${all.server.url}/dashboard/surveys/1`);
      for (const [at, one] of all.survey.criteria.entries()) {
        const card = page.locator('.survey-criterion').nth(at);
        if (!(await card.locator('textarea').first().isVisible()))
          await card.locator('[aria-expanded]').first().click();
        await expectCalm([one.question.vi, ...one.reasons.map(({ label }) => label.vi)]);
      }
      await page.goto(`${all.server.url}/dashboard/tablets`);
      // By its name: which of them comes first changes when one has been silent for a while.
      const name = all.devices[0] ?? '';
      await page.locator('.tablets a').filter({ hasText: name }).first().click();
      await expectCalm([name]);
    });
    it('the tablet asks in these words, and nothing of them runs', async () => {
      await page.goto(all.server.url);
      const press = (name: string) => page.locator(`[data-screen="${name}"] button`);
      await page.locator('[data-screen="welcome"]').waitFor();
      await expectCalm([all.office, all.survey.invitation.vi]);
      await page.waitForTimeout(500);
      await page.getByRole('button', { name: /^(Bắt đầu đánh giá|Start)$/ }).tap();
      await page.locator('[data-screen="stage"]').waitFor();
      await expectCalm(all.survey.stages.map(({ label }) => label.vi));
      await page.waitForTimeout(500);
      await press('stage')
        .filter({ hasText: all.survey.stages[0]?.label.vi ?? '' })
        .first()
        .tap();
      await page.locator('[data-screen="field"]').waitFor();
      await expectCalm(fields());
      await page.waitForTimeout(500);
      await press('field')
        .filter({ hasText: all.survey.fields[0]?.label.vi ?? '' })
        .first()
        .tap();
      await page.locator('[data-screen="rate"]').waitFor();
      await expectCalm([all.survey.criteria[0]?.question.vi ?? '', ...levels(), all.survey.unknown.vi]);
    });
  },
);

it('the corpus has at least six hundred texts, each once', () => {
  expect(HOSTILE_FAMILIES.length).toBeGreaterThanOrEqual(600);
  expect(new Set(HOSTILE_FAMILIES).size).toBe(HOSTILE_FAMILIES.length);
  expect(NAMES.length).toBeGreaterThan(500);
});
