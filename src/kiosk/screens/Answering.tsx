/** The screen at which a ballot stands. */
import { KIOSK_WORDS, type Language } from '../../ui/kiosk-words.ts';
import { moment } from '../useVisit.ts';
import { canGoBack, placeOf, type Action, type Ballot } from '../visit.ts';
import type { Move } from './Bar.tsx';
import { Choose } from './Choose.tsx';
import { Rate } from './Rate.tsx';
import { Remark } from './Remark.tsx';

export function Answering(props: { ballot: Ballot; language: Language; act: (action: Action) => void }) {
  const { ballot, language, act } = props;
  const { survey } = ballot.settings;
  const words = KIOSK_WORDS[language];
  const place = placeOf(ballot);
  const back: Move | null = canGoBack(ballot) ? { label: words.back, act: () => act({ type: 'back' }) } : null;
  const onNext = () => act({ type: 'next' });
  switch (place.name) {
    case 'stage':
    case 'field':
      return (
        <Choose
          key={place.name}
          title={words[place.name]}
          choices={place.name === 'stage' ? survey.stages : survey.fields}
          chosen={ballot[place.name]}
          onChoose={(id) => act({ type: place.name, id })}
          onSkip={() => act({ type: 'skip' })}
          {...{ language, back, onNext }}
        />
      );
    case 'rate':
      return (
        <Rate
          criterion={place.criterion}
          given={ballot.answers[place.criterion.id] ?? null}
          onRate={(level) => act({ type: 'rate', level })}
          onReason={(id) => act({ type: 'reason', id })}
          taken={ballot.taken}
          turn={ballot.at % 2}
          {...{ survey, language, back, onNext }}
        />
      );
    case 'remark':
      return (
        <Remark
          text={ballot.remark}
          onText={(text) => act({ type: 'remark', text })}
          onFinish={() => act({ type: 'finish', moment: moment() })}
          {...{ language, back }}
        />
      );
  }
}
