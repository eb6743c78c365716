/**
 * Submissions as a CSV stream. It reads the next page only when the reader has taken the last, so its memory does not grow
 * with the number of lines, and it stops reading when the reader goes. What citizens wrote is not in it.
 */
import { setImmediate } from 'node:timers/promises';
import * as z from 'zod/mini';
import { CSV_BOM, csvLine } from '../../domain/report-csv.ts';
import { Submission } from '../../domain/submission.ts';
import { OTHER_REASON, type Survey } from '../../domain/survey.ts';
import type { ExportRow } from '../store/export.ts';
import { channelName, signalName } from './words.ts';

/** All that is looked at of a stored body. */
const Answers = z.object({ answers: Submission.shape.answers });
/** Lines made in one go; others are served between two goes. */
const AT_ONCE = 200;

export interface CsvSource {
  surveys: readonly Survey[];
  counters: readonly { id: string; name: string }[];
  pages: Iterator<ExportRow[]>;
  /** The stream ends early when it fires: the process stops. */
  closing: AbortSignal;
  /** Once, at the end. `whole` is false when the reader went before. */
  onEnd: (rows: number, whole: boolean) => void;
}

/** The criteria of all versions, in the order of the newest, then those that only older ones have. */
const columnsOf = (surveys: readonly Survey[]) => {
  const columns = new Map<string, string>();
  for (const { criteria } of surveys.toReversed())
    for (const { id, name } of criteria) if (!columns.has(id)) columns.set(id, name.vi);
  return columns;
};

/** Turns rows into lines. A text that a spreadsheet could run gets an apostrophe; headers are text as well. */
export function csvWriter({ surveys, counters }: Pick<CsvSource, 'surveys' | 'counters'>) {
  const columns = columnsOf(surveys);
  const byVersion = new Map(surveys.map((survey) => [survey.version, survey]));
  const counterNames = new Map(counters.map(({ id, name }) => [id, name]));
  const label = (list: readonly { id: string; label: { vi: string } }[], id: string) =>
    list.find((one) => one.id === id)?.label.vi ?? id;
  const place = ['Ngày', 'Quầy', 'Lĩnh vực', 'Bước', 'Kênh', 'Bộ phiếu'];
  const header = [...place, ...columns.values(), 'Lý do chưa hài lòng', 'Phiếu bị loại', 'Dấu hiệu cần xem'];

  const line = (row: ExportRow): string => {
    const survey = byVersion.get(row.survey);
    if (!survey) throw new Error(`survey ${row.survey} came up while exporting`);
    const { answers } = Answers.parse(JSON.parse(row.body));
    const levels = new Map(answers.map(({ criterion, level }) => [criterion, level === 'unknown' ? 'K' : level]));
    const reasons = answers.flatMap(({ criterion, reasons: chosen = [] }) => {
      const of = survey.criteria.find(({ id }) => id === criterion);
      return chosen.map((reason) => {
        const said = reason === OTHER_REASON ? survey.otherReason.vi : label(of?.reasons ?? [], reason);
        return `${of?.name.vi ?? criterion}: ${said}`;
      });
    });
    return csvLine([
      row.day,
      counterNames.get(row.counter) ?? row.counter,
      label(survey.fields, row.field),
      label(survey.stages, row.stage),
      channelName(row.channel),
      row.survey,
      ...[...columns.keys()].map((id) => levels.get(id) ?? null),
      reasons.join('; '),
      row.voided === 1 ? 'x' : '',
      row.flags?.split(' ').map(signalName).join('; ') ?? '',
    ]);
  };
  return { head: CSV_BOM + csvLine(header), line };
}

export function submissionsCsv(source: CsvSource): ReadableStream<Uint8Array> {
  const { pages, closing, onEnd } = source;
  const { head, line } = csvWriter(source);
  const encoder = new TextEncoder();
  let rows = 0;
  let waiting: ExportRow[] = [];
  let ended = false;
  const end = (whole: boolean) => {
    if (ended) return;
    ended = true;
    pages.return?.();
    onEnd(rows, whole);
  };
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => controller.enqueue(encoder.encode(head)),
      async pull(controller) {
        await setImmediate();
        if (closing.aborted) {
          end(false);
          return controller.error(new Error('the process stops'));
        }
        if (waiting.length === 0) {
          const { value, done } = pages.next();
          if (done === true) {
            end(true);
            return controller.close();
          }
          waiting = value;
        }
        const now = waiting.slice(0, AT_ONCE);
        waiting = waiting.slice(AT_ONCE);
        rows += now.length;
        return controller.enqueue(encoder.encode(now.map(line).join('')));
      },
      cancel: () => end(false),
    },
    { highWaterMark: 1 },
  );
}
