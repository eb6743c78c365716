/** The ballots of one tablet on one day, as the signals look at them. */
import type { Database } from './engine.ts';
import { safeParse } from 'zod/v4/core';
import { answerTime } from '../../domain/answer-time.ts';
import type { SeenBallot } from '../../domain/signal-ballot.ts';
import type { Submission } from '../../domain/submission.ts';
import { RecordShape } from './record-shape.ts';
import type { TabletDay } from './signal-queue.ts';
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

/** @throws where a stored body is no record: it was one when it was stored. */
export function readDayBallots(db: Database, office: number, { device, day }: TabletDay): Map<string, DayBallot> {
  // The plus keeps SQLite to the index by day: a tablet's whole sequence is far longer than a day of the office.
  const rows = db
    .prepare<[number, string, string], Row>(
      `select day, hour, counter, field, stage, channel, survey, body, sent_at as sentAt, received_at as receivedAt, note,
         exists (select 1 from voids v where v.submission_id = submissions.id) as void
       from submissions where office_id = ? and day = ? and +device_id = ?`,
    )
    .all(office, day, device);
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
