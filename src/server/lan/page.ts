/**
 * The guide that is served unencrypted to tablets which do not trust the server yet: the certificate, how to install it, and a
 * check from the tablet itself. Nothing else is behind this door.
 */
import { createHash } from 'node:crypto';
import { qrOf } from '../public/poster.ts';
import { html, scriptElement, styleElement } from '../public/html.ts';
import { PAGE_CSS } from '../public/page-css.ts';
import { GUIDE_WORDS, type GuideLanguage } from './words.ts';

export const CHECK_PATH = '/lan-check';
export const CERTIFICATE_PATH = '/hai-long-ca.crt';

const CSS = `${PAGE_CSS}
.qr{width:200px;height:200px;display:block;margin:16px 0 8px}
.address{font-weight:700;font-size:1.15rem;margin:0 0 16px}
.button{display:inline-block;font:inherit;font-weight:700;min-height:48px;padding:11px 24px;border:0;border-radius:8px;background:var(--accent);color:var(--paper);text-decoration:none;cursor:pointer}
code{font:15px/1.6 ui-monospace,monospace}
.result{margin:16px 0;padding:12px 16px;border-left:4px solid var(--line)}
.result.good{border-color:var(--reached)}
.result.bad{border-color:var(--below)}
.result p{margin:0 0 12px}
[hidden]{display:none}
@media print{.check{display:none}}
`;

/** Loads a line over the encrypted connection; only a browser that trusts the certificate gets it. */
const SCRIPT = `
const at = (id) => document.getElementById(id);
const show = (id) => { for (const one of ['checking', 'good', 'bad', 'clock']) at(one).hidden = one !== id; };
const DAY = 86400000;
at('check').addEventListener('click', async () => {
  show('checking');
  const { origin, now } = document.body.dataset;
  if (Math.abs(Date.now() - Number(now)) >= DAY) return show('clock');
  try {
    const reply = await fetch(origin + '${CHECK_PATH}', { cache: 'no-store', credentials: 'omit', signal: AbortSignal.timeout(10000) });
    const said = await reply.json();
    show(said.product === 'hai-long' ? 'good' : 'bad');
  } catch {
    show('bad');
  }
});
`;
const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

export interface Guide {
  /** Where the tablet opens this page, and the app. */
  guide: string;
  app: string;
  /** Of the root, in pairs of hexadecimal digits. */
  fingerprint: string;
  /** Milliseconds since 1970. */
  now: number;
}

export function guidePage({ guide, app, fingerprint, now }: Guide, language: GuideLanguage) {
  const words = GUIDE_WORDS[language];
  const other = language === 'vi' ? 'en' : 'vi';
  const page = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${words.title}</title>
        ${styleElement(CSS)}
      </head>
      <body data-origin="${app}" data-now="${now}">
        <header>
          <p>Hài Lòng</p>
          <a href="/?lang=${other}" lang="${other}">${words.other}</a>
        </header>
        <main>
          <h1>${words.title}</h1>
          <p>${words.lead}</p>
          ${qrOf(guide, words.scan)}
          <p class="note">${words.scan}</p>
          <p class="address">${guide}</p>
          <h2>${words.download}</h2>
          <p><a class="button" href="${CERTIFICATE_PATH}" download="hai-long-ca.crt">hai-long-ca.crt</a></p>
          <p class="note">${words.downloadWhy}</p>
          <p class="note">${words.compare}</p>
          <p><code>${fingerprint}</code></p>
          ${words.ways.map(
            ({ on, steps }) =>
              html`<h2>${on}</h2>
                <ol>
                  ${steps.map((step) => html`<li>${step}</li>`)}
                </ol>`,
          )}
          <section class="check">
            <h2>${words.check}</h2>
            <p class="note">${words.checkWhy}</p>
            <noscript><p>${words.noScript}</p></noscript>
            <p><button class="button" id="check" type="button">${words.check.replace(/^3\. /, '')}</button></p>
            <div aria-live="polite">
              <div class="result" id="checking" hidden>${words.checking}</div>
              <div class="result good" id="good" hidden>
                <p class="said">${words.good}</p>
                <a class="button" href="${app}/">${words.open}</a>
              </div>
              <div class="result bad" id="bad" hidden>
                <p class="said">${words.bad}</p>
                <ul>
                  ${words.badWhy.map((why) => html`<li>${why}</li>`)}
                </ul>
              </div>
              <div class="result bad" id="clock" hidden>${words.clock}</div>
            </div>
          </section>
        </main>
        ${scriptElement(SCRIPT)}
      </body>
    </html>`;
  return {
    html: page.markup,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': [
        "default-src 'none'",
        `style-src ${hashOf(CSS)}`,
        `script-src ${hashOf(SCRIPT)}`,
        `connect-src ${app}`,
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
      ].join('; '),
    },
  };
}
