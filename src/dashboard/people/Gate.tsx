/**
 * All that is shown before the page, or over it: signing in, the second step, setting the second factor up, proving again,
 * and one-time links. It passes only a person whom the server lets in and who has what their role needs.
 */
import { useState } from 'preact/hooks';
import { EndedReply, type SessionReply, type SignInReply } from '../../domain/account.ts';
import { PEOPLE_WORDS } from '../../ui/words/people.ts';
import type { GateProps } from '../App.tsx';
import { Frame, GateHeading } from './Frame.tsx';
import './people.css';
import { RecoveryCodes } from './RecoveryCodes.tsx';
import { SecondFactor } from './SecondFactor.tsx';
import { SetUpFactor } from './SetUpFactor.tsx';
import { SignIn } from './SignIn.tsx';
import { StepUp } from './StepUp.tsx';
import { UseLink } from './UseLink.tsx';

type Stage =
  | { name: 'first' }
  | { name: 'sign-in' }
  | { name: 'code'; ticket: string }
  | { name: 'factor'; session: SessionReply }
  | { name: 'prove'; session: SessionReply }
  | { name: 'codes'; session: SessionReply; codes: readonly string[] };

/** Each kind of gate begins anew. */
export const Gate = (props: GateProps) => <Steps key={props.kind} {...props} />;

function Steps({ kind, address, ask, session, onPassed, onCancel, go }: GateProps) {
  const needsFactor = session?.needsSecondFactor === true && kind === 'sign-in';
  const [stage, setStage] = useState<Stage>(needsFactor ? { name: 'factor', session } : { name: 'first' });
  const [office, setOffice] = useState<string | null>(session?.office.name ?? null);
  const words = PEOPLE_WORDS[address.language];

  const entered = (now: SessionReply) => {
    setOffice(now.office.name);
    if (now.needsSecondFactor) setStage({ name: 'factor', session: now });
    else onPassed(now);
  };
  const replied = (reply: SignInReply) => {
    if (reply.state === 'signed-in') entered(reply.session);
    else setStage({ name: 'code', ticket: reply.ticket });
  };
  const startOver = () => setStage({ name: 'sign-in' });
  const signOut = () => void ask(EndedReply, 'session', { method: 'DELETE' }).then(startOver);

  const step = () => {
    switch (stage.name) {
      case 'first':
        if (kind === 'link') {
          const toSignIn = () => go('/dashboard', { replace: true });
          return <UseLink words={words} ask={ask} onOffice={setOffice} onReply={replied} onSignIn={toSignIn} />;
        }
        if (kind === 'step-up' && session) return proof(session, onPassed);
        return signIn();
      case 'sign-in':
        return signIn();
      case 'code':
        return (
          <SecondFactor words={words} ask={ask} ticket={stage.ticket} onSession={entered} onStartOver={startOver} />
        );
      case 'factor':
        return factor(stage.session);
      case 'prove':
        return proof(stage.session, (now) => setStage({ name: 'factor', session: now }));
      case 'codes': {
        const { account } = stage.session;
        return (
          <>
            <GateHeading text={words.recovery.heading} focus />
            <RecoveryCodes
              words={words}
              codes={stage.codes}
              owner={words.recovery.forWhom(account.name, stage.session.office.name)}
              // The server has just put the second factor in force.
              onDone={() => onPassed({ ...stage.session, needsSecondFactor: false })}
            />
          </>
        );
      }
    }
  };
  const signIn = () => (
    <SignIn words={words} ask={ask} before={needsFactor || kind === 'link' ? null : session} onReply={replied} />
  );
  const proof = (whose: SessionReply, onSession: (now: SessionReply) => void) => (
    <StepUp
      words={words}
      ask={ask}
      session={whose}
      onSession={onSession}
      onSignedOut={startOver}
      onCancel={stage.name === 'prove' ? signOut : onCancel}
    />
  );
  const factor = (whose: SessionReply) => (
    <>
      <GateHeading text={words.factor.heading} focus />
      <p class="quiet">{words.factor.lead}</p>
      <SetUpFactor
        words={words}
        ask={ask}
        onCodes={(codes) => setStage({ name: 'codes', session: whose, codes })}
        onFailed={({ code }) => {
          if (code === 'signed-out') startOver();
          else if (code === 'not-fresh') setStage({ name: 'prove', session: whose });
          else return false;
          return true;
        }}
      />
      <p>
        <button type="button" class="link" onClick={signOut}>
          {words.factor.later}
        </button>
      </p>
    </>
  );
  return (
    <Frame address={address} go={go} office={office} over={session !== null && kind !== 'link' && !needsFactor}>
      {step()}
    </Frame>
  );
}
