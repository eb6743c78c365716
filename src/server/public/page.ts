/**
 * /ket-qua: the published result as one page without scripts, for people, search engines, printers and the commune's own
 * site. First the answer, then the evidence, then how it was made.
 */
import { periodText } from '../../domain/report-period.ts';
import type { PublicGroup, PublicResult } from '../../domain/report-publication.ts';
import { countText, type Language, momentText } from '../reports/print.ts';
import { barOf, channelList, figureText, goalText, nameIn, rangeText, verdictText } from './figures.ts';
import { pagePolicy } from './headers.ts';
import { html, type Markup, styleElement } from './html.ts';
import { PAGE_CSS } from './page-css.ts';
import { PUBLIC_WORDS, type PublicWords } from './words.ts';

export interface PageOptions {
  language: Language;
  /** Inside a page of the commune: without our own heading. */
  embedded: boolean;
  office: string;
  zone: string;
  /** Where this page lives, for search engines. */
  address: string;
}

const DATA = '/ket-qua';
/** The rest is in the open data. */
const MOST_REASONS = 10;
const capital = (text: string) => text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);

function criteriaTable({ criteria, goal }: PublicResult, words: PublicWords, language: Language): Markup {
  const rows = criteria.map((one) => {
    const range = rangeText(one, goal, language);
    return html`<tr>
      <th scope="row" class="words">
        ${nameIn(one.name, language)}${barOf(one, goal)}
        <span class="sub">${one.base !== null && words.n(countText(one.base, language))}${range && `; ${range}`}</span>
      </th>
      <td class="figure">
        ${figureText(one, language)}<span class="sub">${one.shown !== null && verdictText(one, language)}</span>
      </td>
    </tr>`;
  });
  return html`<table>
    <thead>
      <tr>
        <th scope="col">${words.criteria}</th>
        <th scope="col" class="figure">${words.index}</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

function groupTable(title: string, groups: readonly PublicGroup[] | null, words: PublicWords, language: Language) {
  if (groups === null) return null;
  const rows = groups.map(
    ({ name, ballots, overall }) =>
      html`<tr>
        <th scope="row" class="words">
          ${nameIn(name, language)}<span class="sub">${words.ballots(countText(ballots, language))}</span>
        </th>
        <td class="figure">
          ${figureText(overall, language)}<span class="sub"
            >${overall.shown !== null && verdictText(overall, language)}</span
          >
        </td>
      </tr>`,
  );
  return html`<h2>${title}</h2>
    <table>
      <thead>
        <tr>
          <th scope="col">${words.group}</th>
          <th scope="col" class="figure">${words.index}</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
    <p class="note">${words.hidden}</p>`;
}

function reasonList({ reasons, criteria }: PublicResult, words: PublicWords, language: Language) {
  if (reasons === null) return null;
  const names = new Map(criteria.map(({ id, name }) => [id, name]));
  const items = reasons.slice(0, MOST_REASONS).map(({ criterion, label, count }) => {
    const of = names.get(criterion);
    return html`<li>
      ${nameIn(label, language)}:
      ${words.times(countText(count, language))}${of && html`<span class="sub">${nameIn(of, language)}</span>`}
    </li>`;
  });
  return html`<h2>${words.reasons}</h2>
    <p class="note">${words.reasonsNote}</p>
    ${
      items.length > 0
        ? html`<ul>
            ${items}
          </ul>`
        : html`<p>${words.noReasons}</p>`
    }`;
}

function method(result: PublicResult, words: PublicWords, language: Language, zone: string): Markup {
  const { excluded, ballots, surveyTitle, surveyVersions, surveyVersion } = result;
  const count = (value: number) => countText(value, language);
  const versions = surveyVersions.length > 0 ? surveyVersions.join(', ') : String(surveyVersion);
  const lines = [
    words.ballotsLong(count(ballots.all), count(ballots.valid)),
    words.methods[result.method],
    words.rules[result.rule],
    words.unrounded,
    words.excluded(count(excluded.unknown), count(excluded.blank), count(excluded.voided)),
    words.survey(surveyTitle[language], versions),
    words.channels(channelList(result, language)),
    words.made(momentText(result.madeAt, zone)),
  ];
  return html`<h2>${words.method}</h2>
    <ul>
      ${lines.map((line) => html`<li>${line}</li>`)}
    </ul>
    <p><strong>${words.caution}</strong></p>`;
}

function answer(result: PublicResult, words: PublicWords, language: Language): Markup {
  const { overall, goal, period, criteriaBelow, criteriaJudged } = result;
  const range = rangeText(overall, goal, language);
  return html`<p class="period">${capital(periodText(period, language))}</p>
    <p class="note">${words.overall}</p>
    ${
      overall.shown === null
        ? html`<p class="said">${figureText(overall, language)}</p>`
        : html`<p class="answer">${figureText(overall, language)}</p>
            <p class="said">${verdictText(overall, language)}. ${words.goal(goalText(goal, language))}.</p>
            <p class="note">
              ${range && `${capital(range)}. `}${words.below(String(criteriaBelow), String(criteriaJudged))}.
            </p>`
    }
    <h2>${words.criteria}</h2>
    <p class="note">${words.barNote(goalText(goal, language))}</p>`;
}

/** @param result `null` where nothing is published. */
export function resultPage(result: PublicResult | null, options: PageOptions) {
  const { language, embedded, office, zone, address } = options;
  const words = PUBLIC_WORDS[language];
  const other = language === 'vi' ? 'en' : 'vi';
  const query = [...(other === 'en' ? ['lang=en'] : []), ...(embedded ? ['nhung=1'] : [])].join('&');
  const link = `${DATA}${query && `?${query}`}`;
  const tail = language === 'en' ? '?lang=en' : '';
  const page = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="${result ? 'index, follow' : 'noindex'}" />
        <meta name="description" content="${`${words.title}. ${office}`}" />
        <link rel="canonical" href="${`${address}${DATA}${tail}`}" />
        <link rel="alternate" type="application/json" href="${DATA}.json" />
        <link rel="alternate" hreflang="${other}" href="${link}" />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <title>${`${words.title} – ${office}`}</title>
        ${styleElement(PAGE_CSS)}
      </head>
      <body>
        ${
          !embedded &&
          html`<header>
            <p><bdi dir="auto">${office}</bdi></p>
            <p><a href="${link}" lang="${other}" hreflang="${other}">${words.otherLanguage}</a></p>
          </header>`
        }
        <main>
          <h1>${result ? words.title : words.none}</h1>
          ${
            result === null
              ? html`<p>${words.noneWhy}</p>`
              : [
                  answer(result, words, language),
                  criteriaTable(result, words, language),
                  groupTable(words.counters, result.counters, words, language),
                  groupTable(words.fields, result.fields, words, language),
                  reasonList(result, words, language),
                  method(result, words, language, zone),
                  html`<p class="data">
                    ${words.data}: <a href="${DATA}.json">JSON</a>, <a href="${DATA}.csv">CSV</a>
                  </p>`,
                ]
          }
        </main>
      </body>
    </html> `;
  return { html: page.markup, headers: pagePolicy(PAGE_CSS, '*') };
}
