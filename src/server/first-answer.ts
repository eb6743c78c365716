/**
 * The overview's answer, written into the page itself: on a slow line the figure is there with the first reply, and the
 * dashboard takes its place as soon as it has loaded. Only for whoever is signed in, and never kept in a cache.
 */
import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { dayHour } from '../domain/period.ts';
import { periodText } from '../domain/report-period.ts';
import { summarise } from '../domain/summary.ts';
import { Method } from '../domain/survey.ts';
import type { AppEnv, Deps } from './deps.ts';
import { html } from './public/html.ts';
import { PUBLIC_WORDS } from './public/words.ts';
import { countText, indexText, intervalText, percentText, type Language } from './reports/print.ts';
import { periodOf } from './routes/results.ts';
import { POLICY } from './security-headers.ts';
import { sessionToken } from './session-cookie.ts';
import type { StaticFiles } from './static.ts';
import { readResults } from './store/results.ts';
import { findSession } from './store/sessions.ts';

/** The dashboard stays out of sight until it has an answer of its own and takes this one away. */
const CSS = `#first{max-width:60rem;margin:0 auto;padding:1.5rem 1rem;color:#26211b;font:16px/1.5 system-ui,sans-serif}
#first h1{font-size:1rem}#first .figure{margin:0;font-size:clamp(72px,20vw,148px);font-weight:600;line-height:1.1}
#first .verdict{margin:0;font-size:1.6rem;font-weight:600}html{background:#f6f1e7}#first+#app{display:none}
@media(prefers-color-scheme:dark){html{background:#1c1915}#first{color:#f2ebdd}}`;
const STYLE_HASH = `'sha256-${createHash('sha256').update(CSS).digest('base64')}'`;

const APP = '<div id="app"></div>';

export type FirstAnswer = (c: Context<AppEnv>) => Response | null;

/**
 * @param files with the built page of the dashboard.
 * @returns a function that gives `null` where the page is sent as it is: nobody is signed in, or the address asks for more than a period.
 */
export function createFirstAnswer({ db, office, config, now }: Deps, files: Pick<StaticFiles, 'text'>): FirstAnswer {
  return (c) => {
    if (c.req.path !== '/dashboard' || c.req.method !== 'GET') return null;
    const { lang, method: asked, at, ...query } = c.req.query();
    if (at !== undefined || Object.keys(query).some((name) => !['period', 'from', 'to'].includes(name))) return null;
    const page = files.text('/dashboard');
    const token = page.includes(APP) ? sessionToken(c) : undefined;
    const session = token === undefined ? null : findSession(db, office, token, now(), false);
    if (!session || session.needsSecondFactor) return null;
    const { zone } = config;
    const today = dayHour(now(), zone).day;
    const period = periodOf(query, today);
    if (!period) return null;
    const language: Language = lang === 'en' ? 'en' : 'vi';
    const words = PUBLIC_WORDS[language];
    const { office: here, survey, total } = readResults(db, { officeId: office, period, zone, today });
    const method = Method.safeParse(asked).data ?? survey.method;
    const { overall, ballots, below, judged } = summarise(total, survey, method);
    const figure = overall.index && percentText(indexText(overall.index, survey.goal, language), language);
    const range = overall.interval && intervalText(overall.interval, survey.goal, language);
    const [low = '', high = ''] = range?.split(' – ') ?? [];
    const { markup } = html`<div id="first" lang="${language}">
      <p><bdi>${here.name}</bdi></p>
      <h1>${words.overall} · ${periodText(period, language)}</h1>
      <p class="${figure ? 'figure' : 'verdict'}">${figure ?? words.verdicts.noData}</p>
      ${range && html`<p>${words.between(low, high)}</p>`}
      ${figure && html`<p class="verdict">${words.verdicts[overall.verdict]}${!overall.certain && `, ${words.unsure}`}</p>`}
      ${figure && html`<p>${words.below(countText(below, language), countText(judged, language))}</p>`}
      <p>${words.ballots(countText(ballots.all, language))}</p>
    </div>`;
    return c.body(
      page.replace('</head>', `<style>${CSS}</style></head>`).replace(APP, () => `${markup}${APP}`),
      200,
      {
        'Content-Type': 'text/html; charset=utf-8',
        'Cache-Control': 'no-store',
        'Content-Security-Policy': POLICY.replace("style-src 'self'", `style-src 'self' ${STYLE_HASH}`),
      },
    );
  };
}
