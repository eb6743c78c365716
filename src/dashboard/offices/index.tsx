/** The offices beneath this one: together, side by side, and each by itself. */
import { OfficesView } from '../../domain/results-offices.ts';
import { COMPARE_WORDS } from '../../ui/words/compare.ts';
import { OFFICES_WORDS } from '../../ui/words/offices.ts';
import { CriteriaBars } from '../charts/CriteriaBars.tsx';
import '../compare/compare.css';
import { FunnelPlot } from '../compare/FunnelPlot.tsx';
import { Measure } from '../compare/Measure.tsx';
import { Months } from '../compare/Months.tsx';
import { pointFacts } from '../compare/point-facts.ts';
import { Answer } from '../overview/Answer.tsx';
import { isHidden } from '../overview/page-of.ts';
import { usePage } from '../overview/page.ts';
import { PeriodPage } from '../overview/PeriodPage.tsx';
import { Link } from '../shell/Link.tsx';
import { useShell } from '../shell/shell.ts';
import { addressOfUnit } from './address.ts';
import './offices.css';
import { OfficesTable } from './OfficesTable.tsx';
import { funnelIn } from './rows.ts';

/** From the office of whoever asks down to the one that is looked at, and what is known of that. */
function Where({ offices }: { offices: OfficesView }) {
  const { format, language, view } = usePage();
  const words = OFFICES_WORDS[language];
  const { unit, marks } = offices.unit;
  const days = [
    ...(unit.validFrom === null ? [] : [words.validFrom(format.day(unit.validFrom))]),
    ...(unit.validTo === null ? [] : [words.validTo(format.day(unit.validTo))]),
  ].join(' ');
  const facts = [unit.kind, unit.code, days].filter((text) => text !== '').join(' · ');
  const above = offices.path.slice(0, -1);
  return (
    <div class="offices-where">
      {above.length > 0 && (
        <nav aria-label={words.path} class="screen-only">
          <ol class="offices-path">
            {above.map(({ code, name }) => (
              <li key={code}>
                <Link to={addressOfUnit(code, offices, view)}>{name}</Link>
              </li>
            ))}
          </ol>
        </nav>
      )}
      <p class="offices-name">
        <strong>{unit.name}</strong> <span class="quiet">{facts}</span>
      </p>
      {unit.predecessors.length > 0 && (
        <p class="quiet">
          {words.madeFrom(
            unit.predecessors.map(({ code, name }) => (code === null ? name : `${name} (${code})`)).join(', '),
          )}
        </p>
      )}
      {marks.length > 0 && (
        <p class="notice">
          {words.notComparable}: {marks.map((mark) => words.marks[mark]).join(', ')}.
        </p>
      )}
    </div>
  );
}

function Funnel({ offices }: { offices: OfficesView }) {
  const page = usePage();
  const { format, labels, language, view } = page;
  const words = OFFICES_WORDS[language];
  const compare = COMPARE_WORDS[language];
  const data = funnelIn(offices, page);
  if (!data || offices.rows.length < 2) return null;
  const measure =
    view.criterion === null ? compare.allSatisfiedLong : compare.criterionLong(labels.criterion(view.criterion));
  const rowOf = (code: string) => offices.rows.find(({ unit }) => unit.code === code);
  return (
    <section class="block" aria-labelledby="offices-funnel">
      <h2 id="offices-funnel">{words.funnelTitle}</h2>
      {data.points.length < 2 ? (
        <p class="quiet">{words.funnelFew}</p>
      ) : (
        <>
          <p class="note">
            {words.funnelAxes(measure)} {words.funnelNote} {words.lines}
          </p>
          <FunnelPlot
            data={data}
            label={words.funnelTitle}
            mean={words.mean(format.percent(format.share(data.mean)))}
            numberOf={({ id }) => offices.rows.findIndex(({ unit }) => unit.code === id) + 1}
            pointOf={(point) => ({
              label: rowOf(point.id)?.unit.name ?? point.id,
              facts: () => pointFacts(page, rowOf(point.id)?.group, point),
              to: { text: words.open, address: addressOfUnit(point.id, offices, view) },
            })}
          />
        </>
      )}
      <p class="visually-hidden">{words.mean(format.percent(format.share(data.mean)))}</p>
    </section>
  );
}

function Parts({ offices }: { offices: OfficesView }) {
  const { language, results } = usePage();
  const words = OFFICES_WORDS[language];
  const months = offices.months.map((group) => ({ group, versions: [] }));
  return (
    <>
      <Where offices={offices} />
      <Answer heading="h2" />
      {offices.rows.length > 0 ? (
        <>
          <Measure criteria={offices.results.total.criteria} />
          <Funnel offices={offices} />
          <OfficesTable offices={offices} />
        </>
      ) : (
        offices.path.length === 1 && <p>{words.none}</p>
      )}
      {!isHidden(results) && results.total.ballots.all > 0 && <CriteriaBars />}
      {months.length > 0 && <Months comparison={{ results: offices.results, months, surveys: [] }} />}
    </>
  );
}

/** A province has many offices: its figures cost the server more than those of one. */
const HEAVY_MS = 10_000;

export function Section() {
  const { address, language } = useShell();
  const words = OFFICES_WORDS[language];
  const [code] = address.rest;
  const path = code === undefined ? 'results/offices' : `results/offices/${encodeURIComponent(code)}`;
  return (
    <PeriodPage
      key={path}
      head={{ title: words.title, intro: words.intro }}
      gap={HEAVY_MS}
      schema={OfficesView}
      path={path}
      narrows={false}
      always
      resultsOf={({ results }) => results}
    >
      {(offices) => <Parts offices={offices} />}
    </PeriodPage>
  );
}
