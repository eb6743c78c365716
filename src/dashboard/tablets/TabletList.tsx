/** The tablets: those in use with how they are, those that were revoked folded away. */
import { mayAct } from '../../domain/account.ts';
import { type Fleet, type Tablet, tabletState } from '../../domain/fleet.ts';
import { TABLET_EVIDENCE_WORDS } from '../../ui/words/tablet-evidence.ts';
import { TABLET_WORDS } from '../../ui/words/tablets.ts';
import { Link } from '../shell/Link.tsx';
import { useShell } from '../shell/shell.ts';
import { AsidePart } from './AsidePart.tsx';
import { StateBadge, TabletFacts, useStateText } from './TabletFacts.tsx';

function Item({ tablet, fleet }: { tablet: Tablet; fleet: Fleet }) {
  const stateText = useStateText();
  const counter = fleet.counters.find(({ id }) => id === tablet.counter)?.name ?? tablet.counter;
  return (
    <li class="panel tablet">
      <div class="tablet-head">
        <h3>
          <Link to={`/dashboard/tablets/${encodeURIComponent(tablet.id)}`}>{tablet.name}</Link>
        </h3>
        <StateBadge tablet={tablet} now={fleet.now} />
        <p class="tablet-state">
          {counter} · {stateText(tablet, fleet.now)}
        </p>
      </div>
      {tablet.revokedAt === null && <TabletFacts tablet={tablet} />}
    </li>
  );
}

export function TabletList({ fleet, reload }: { fleet: Fleet; reload: () => void }) {
  const { language, session, format } = useShell();
  const words = TABLET_WORDS[language];
  const administrator = mayAct(session.account.role, 'administrator');
  const trouble = (tablet: Tablet) =>
    ['silent', 'never'].includes(tabletState(tablet, fleet.now)) || tablet.evidence.gaps.some(({ late }) => late)
      ? 0
      : 1;
  // What needs somebody comes first; else they stay in the order in which they joined.
  const inUse = fleet.tablets.filter(({ revokedAt }) => revokedAt === null).sort((a, b) => trouble(a) - trouble(b));
  const revoked = fleet.tablets.filter(({ revokedAt }) => revokedAt !== null);
  return (
    <>
      <div class="section-head">
        <div>
          <h1>{words.title}</h1>
          <p class="quiet">{words.intro}</p>
        </div>
        {mayAct(session.account.role, 'team') && (
          <div class="buttons">
            {administrator && (
              <Link to="/dashboard/tablets/enrol" class="button">
                {words.enrol}
              </Link>
            )}
            <Link to="/dashboard/tablets/file" class="button button-quiet">
              {TABLET_EVIDENCE_WORDS[language].bring}
            </Link>
            {administrator && (
              <Link to="/dashboard/settings/counters" class="button button-quiet">
                {words.counters}
              </Link>
            )}
          </div>
        )}
      </div>
      {inUse.length === 0 ? (
        <section class="empty">
          <h2>{words.emptyTitle}</h2>
          <p>{words.emptyText}</p>
        </section>
      ) : (
        <section aria-label={words.inUse}>
          <h2 class="visually-hidden">{words.inUse}</h2>
          <ul class="tablets">
            {inUse.map((tablet) => (
              <Item key={tablet.id} tablet={tablet} fleet={fleet} />
            ))}
          </ul>
        </section>
      )}
      <AsidePart fleet={fleet} reload={reload} />
      {revoked.length > 0 && (
        <details class="tablets-revoked">
          <summary>{words.revokedCount(format.count(revoked.length))}</summary>
          <h2 class="visually-hidden">{words.revokedOnes}</h2>
          <ul class="tablets">
            {revoked.map((tablet) => (
              <Item key={tablet.id} tablet={tablet} fleet={fleet} />
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
