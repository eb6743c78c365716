/** The poster for the wall, A4 or A3, printed by the browser: the answer to be read from two metres away, and a QR code. */
import { encode } from 'uqr';
import { periodText } from '../../domain/report-period.ts';
import type { PublicResult } from '../../domain/report-publication.ts';
import { countText, momentText } from '../reports/print.ts';
import { barOf, figureText, goalText, nameIn, verdictText } from './figures.ts';
import { pagePolicy } from './headers.ts';
import { html, type Markup, scriptElement, styleElement } from './html.ts';
import { posterCss } from './poster-css.ts';
import { PUBLIC_WORDS } from './words.ts';

const QUIET = 4;
const PRINT = "addEventListener('click',function(e){if(e.target.tagName==='BUTTON')print()})";

export function qrOf(text: string, label: string): Markup {
  const { size, data } = encode(text, { ecc: 'M', border: QUIET });
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return html`<svg
    class="qr"
    viewBox="0 0 ${size} ${size}"
    role="img"
    aria-label="${label}"
    shape-rendering="crispEdges"
  >
    <rect width="${size}" height="${size}" fill="#fff" />
    <path d="${path}" />
  </svg>`;
}

/** @param link of the public page, in the code and in letters. */
export function posterPage(
  result: PublicResult,
  { size, link, zone }: { size: 'a3' | 'a4'; link: string; zone: string },
) {
  const { office, overall, goal, period, criteria, ballots, madeAt } = result;
  const words = PUBLIC_WORDS.vi;
  const css = posterCss(size);
  const rows = criteria.map(
    (one) =>
      html`<li>
        <span>${nameIn(one.name, 'vi')}</span
        ><span class="value">${figureText(one, 'vi')}${one.verdict === 'notMet' && ' ↓'}</span>${barOf(one, goal)}
      </li>`,
  );
  const page = html`<!doctype html>
    <html lang="vi">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${`${words.title}, ${periodText(period, 'vi')}`}</title>
        ${styleElement(css)} ${scriptElement(PRINT)}
      </head>
      <body>
        <header class="hint"><button type="button">${words.print}</button> ${words.paper(size.toUpperCase())}</header>
        <main>
          <p class="office"><bdi dir="auto">${office.name}</bdi></p>
          <h1>${words.title}</h1>
          <p class="period">${periodText(period, 'vi')} · ${words.ballots(countText(ballots.all))}</p>
          <p class="${overall.shown === null ? 'said' : 'answer'}">${figureText(overall, 'vi')}</p>
          ${overall.shown !== null && html`<p class="said">${verdictText(overall, 'vi')}. ${words.goal(goalText(goal, 'vi'))}.</p>`}
          <p class="note">${words.barNote(goalText(goal, 'vi'))}</p>
          <ol>
            ${rows}
          </ol>
          <div class="foot">
            ${qrOf(link, words.scan)}
            <div>
              <p class="invite">${words.invite}</p>
              <p>${words.scan}: ${link}</p>
              <p class="small">
                ${words.methods[result.method]} ${words.caution} ${words.made(momentText(madeAt, zone))}
              </p>
            </div>
          </div>
        </main>
      </body>
    </html> `;
  return { html: page.markup, headers: pagePolicy(css, "'none'", PRINT) };
}
