import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { publicResult } from '../../src/domain/report-publication.ts';
import { escapeHtml, html } from '../../src/server/public/html.ts';
import { resultPage } from '../../src/server/public/page.ts';
import { posterPage } from '../../src/server/public/poster.ts';
import { frozenQuarter } from '../helpers/frozen.ts';
import { HOSTILE_TEXT } from '../helpers/hostile-text.ts';

const frozen = frozenQuarter({ count: 300 });
const parts = { counters: true, fields: true, reasons: true };
const OPTIONS = { embedded: false, zone: 'Asia/Ho_Chi_Minh', address: 'http://127.0.0.1' } as const;

/** A published result whose every name is one of these texts. */
function hostileResult(texts: readonly string[]) {
  let at = 0;
  const words = () => {
    const text = texts[at++ % texts.length] ?? '';
    return { vi: text, en: text };
  };
  const result = publicResult(frozen, parts);
  const group = <T extends { name: { vi: string; en: string } }>(list: T[] | null) =>
    list?.map((one) => ({ ...one, name: words() })) ?? null;
  return {
    ...result,
    office: { ...result.office, name: words().vi },
    surveyTitle: words(),
    criteria: result.criteria.map((one) => ({ ...one, name: words() })),
    counters: group(result.counters),
    fields: group(result.fields),
    reasons: result.reasons?.slice(0, 10).map((one) => ({ ...one, label: words() })) ?? null,
  };
}

describe('a template', () => {
  it('escapes whatever is put into it, and takes as markup only what a template made', () => {
    expect(html`<p title="${'"><b>'}">${'<i>&'}</p>`.markup).toBe('<p title="&quot;&gt;&lt;b&gt;">&lt;i&gt;&amp;</p>');
    expect(html`${html`<b>${'<'}</b>`}${[1, null, false, undefined]}`.markup).toBe('<b>&lt;</b>1');
    const forged = JSON.parse('{"markup":"<script>1</script>"}') as { markup: string }; // As a program would send it.
    expect(() => html`${forged}`).toThrow('not made by');
  });

  it('has no sign left that could end an element or an attribute', () => {
    for (const text of HOSTILE_TEXT) expect(escapeHtml(text)).not.toMatch(/[<>"'`]/);
  });
});

describe('hostile names on the public page and the poster', { timeout: 240_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  }, 60_000);
  afterAll(() => browser.close());

  it(`stand there as text, and none of ${HOSTILE_TEXT.length} runs`, async () => {
    const page = await browser.newPage();
    const wrong: string[] = [];
    page.on('dialog', (dialog) => {
      wrong.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('console', (message) => wrong.push(message.text()));
    const shown: Record<string, { markup: string; headers: Record<string, string> }> = {};
    await page.route('http://127.0.0.1:9/**', (route) => {
      const one = shown[new URL(route.request().url()).pathname];
      return one
        ? route.fulfill({ body: one.markup, headers: { ...one.headers, 'Content-Type': 'text/html; charset=utf-8' } })
        : route.fulfill({ status: 204 });
    });
    const perPage = SIX_CRITERIA.criteria.length + 20;
    for (let from = 0; from < HOSTILE_TEXT.length; from += perPage) {
      const result = hostileResult(HOSTILE_TEXT.slice(from, from + perPage));
      const { office } = result;
      const built = resultPage(result, { ...OPTIONS, language: 'vi', office: office.name });
      const poster = posterPage(result, { size: 'a4', link: 'http://127.0.0.1/ket-qua', zone: OPTIONS.zone });
      shown['/page'] = { markup: built.html, headers: built.headers };
      shown['/poster'] = { markup: poster.html, headers: poster.headers };
      for (const path of ['/page', '/poster']) {
        await page.goto(`http://127.0.0.1:9${path}`);
        const seen = await page.evaluate(() => ({
          ran: '__hostile' in window,
          elements: document.querySelectorAll(
            'script:not(head script), iframe, img, object, embed, form, style:not(head style), base',
          ).length,
          handlers: [...document.querySelectorAll('*')].filter((one) =>
            [...one.attributes].some(({ name }) => name.startsWith('on') || name === 'style'),
          ).length,
          names: [...document.querySelectorAll('bdi')].map((one) => one.textContent),
        }));
        if (seen.ran || seen.elements > 0 || seen.handlers > 0) wrong.push(`${path} ${from}: ${JSON.stringify(seen)}`);
        const expected = [office.name, ...result.criteria.map(({ name }) => name.vi)].map((name) =>
          name.replace(/\r\n?/g, '\n'),
        );
        for (const name of expected) if (!seen.names.includes(name)) wrong.push(`${path}: not shown as it is: ${name}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('are no reason to forbid the poster its one button, which prints', async () => {
    const page = await browser.newPage();
    const poster = posterPage(hostileResult(HOSTILE_TEXT), {
      size: 'a3',
      link: 'http://127.0.0.1/',
      zone: OPTIONS.zone,
    });
    await page.route('http://127.0.0.1:9/**', (route) =>
      route.fulfill({ body: poster.html, headers: { ...poster.headers, 'Content-Type': 'text/html; charset=utf-8' } }),
    );
    await page.addInitScript(() => (window.print = () => void (document.title = 'printed')));
    await page.goto('http://127.0.0.1:9/');
    await page.getByRole('button', { name: 'In áp phích' }).click();
    expect(await page.title()).toBe('printed');
    await page.close();
  });
});
