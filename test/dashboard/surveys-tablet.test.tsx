// @vitest-environment happy-dom
/** The tablet that is drawn in the dashboard against the kiosk's own screen: the same elements, classes and words. */
import { cleanup, render } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { draftOf } from '../../src/domain/survey-draft.ts';
import { PRESETS } from '../../src/domain/survey-presets.ts';
import { framed } from '../../src/dashboard/surveys/tablet-css.ts';
import { RateScreen } from '../../src/dashboard/surveys/TabletRate.tsx';
import { Rate } from '../../src/kiosk/screens/Rate.tsx';
import { KIOSK_WORDS } from '../../src/ui/kiosk-words.ts';

afterEach(cleanup);

/** What the kiosk's style sheets can see of an element, and its words. */
function seen(element: Element): unknown[] {
  const { tagName, children } = element;
  const data = ['data-open', 'data-long', 'data-many', 'data-count', 'aria-pressed'].map(
    (name) => element.getAttribute(name) ?? '',
  );
  const classes = (element.getAttribute('class') ?? '').split(' ').filter((name) => !name.startsWith('taken'));
  const own = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.textContent);
  return [tagName, classes.join(' '), data.join(), own.join(''), ...[...children].map(seen)];
}
const noop = () => {};

describe('the tablet in the dashboard', () => {
  for (const language of ['vi', 'en'] as const)
    for (const [preset, open] of [
      ['six', false],
      ['six', true],
      ['three-levels', true],
    ] as const)
      it(`has what the kiosk has, ${language}, ${preset}, reasons ${open ? 'open' : 'closed'}`, () => {
        const survey = PRESETS[preset];
        const criterion = survey.criteria[4];
        if (!criterion) throw new Error('there are six');
        const kiosk = render(
          <Rate
            survey={survey}
            criterion={criterion}
            given={open ? { level: survey.levels[2] ? 2 : 1, reasons: [] } : null}
            taken={null}
            turn={0}
            language={language}
            back={{ label: KIOSK_WORDS[language].back, act: noop }}
            onRate={noop}
            onReason={noop}
            onNext={noop}
          />,
        );
        const [screen] = kiosk.container.children;
        const expected = screen && seen(screen);
        cleanup();
        const drawn = render(
          <RateScreen draft={draftOf(survey)} criterion={criterion} language={language} reasons={open} />,
        );
        const [picture] = drawn.container.children;
        expect(picture && seen(picture)).toEqual(expected);
      });

  it('is measured by its frame, not by the window', () => {
    const css = ':root{--u:clamp(11px,min(2vmin,1.25vmax),22px)}@media (orientation:portrait){.faces{gap:1px}}';
    expect(framed(css)).toBe(
      '.tablet{--u:clamp(11px,min(2cqmin,1.25cqmax),22px)}@container (orientation:portrait){.faces{gap:1px}}',
    );
    expect(framed('@media (prefers-reduced-motion: reduce){}')).toContain('@media (prefers');
  });
});
