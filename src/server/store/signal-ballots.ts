/** The ballots of one tablet on one day, as the signals look at them. */
import type { Database } from './engine.ts';
import { safeParse } from 'zod/v4/core';
import { answerTime } from '../../domain/answer-time.ts';
import type { SeenBallot } from '../../domain/signal-ballot.ts';
import type { Submission } from '../../domain/submission.ts';
import { RecordShape } from './record-shape.ts';
import type { TabletDay } from './signal-queue.ts';
import { totalSpan } from './spans.ts';
import type { TallyKey } from './tallies-sums.ts';

interface Row extends TallyKey {
  body: string;
  sentAt: number;
  receivedAt: number;
  note: string | null;
  void: number;
}
export interface DayBallot {
  key: TallyKey;
  submission: Submission;
  seen: SeenBallot;
  /** It is in no tally. */
  void: boolean;
}

/**
 * By the index of the office's days, or by that of the tablets' sequences: what is worked out has no index. A tablet that is in use for long
 * has more ballots than a day of the office, a new one in a busy office fewer.
 */
export const dayQuery = (bySequence: boolean): string =>
  `select day, hour, counter, field, stage, channel, survey, body, sent_at as sentAt, received_at as receivedAt, note,
     exists (select 1 from voids v where v.office_id = submissions.office_id and v.submission_id = submissions.id) as void
   from submissions where ${
     bySequence
       ? "office_id = ? and day || '' = ? and device_id = ? and epoch > 0"
       : "office_id = ? and day = ? and device_id || '' = ?"
   }`;

/** Whether the tablet has sent fewer ballots in all than the office has on that day; close enough to choose by. */
function hasFewer(db: Database, office: number, { device, day }: TabletDay): boolean {
  const ofTablet = Number(
    db
      .prepare('select coalesce(sum(last - first + 1), 0) from device_runs where office_id = ? and device_id = ?')
      .pluck()
      .get(office, device),
  );
  const ofDay = Number(
    db
      .prepare('select coalesce(sum(ballots), 0) from ballot_tallies where office_id = ? and span = ?')
      .pluck()
      .get(office, totalSpan(day)),
  );
  // What people typed in has no runs.
  return ofTablet > 0 && ofTablet < ofDay;
}

/** @throws where a stored body is no record: it was one when it was stored. */
export function readDayBallots(db: Database, office: number, of: TabletDay): Map<string, DayBallot> {
  const { device, day } = of;
  const rows = db.prepare<[number, string, string], Row>(dayQuery(hasFewer(db, office, of))).all(office, day, device);
  return new Map(
    rows.map(({ body, sentAt, receivedAt, note, void: isVoid, ...key }) => {
      const parsed = safeParse(RecordShape, JSON.parse(body));
      if (!parsed.success) throw new Error(`a submission of ${device} on ${day} can no longer be read`);
      const submission = parsed.data;
      const { answered } = answerTime(submission.answeredAt, sentAt, receivedAt);
      const at = note === 'clock-future' || note === 'clock-past' ? null : Math.min(answered, receivedAt);
      return [submission.id, { key, submission, seen: { ...submission, at }, void: isVoid === 1 }];
    }),
  );
}
