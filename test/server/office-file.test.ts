import { describe, expect, it } from 'vitest';
import { applyOfficeFile, readOfficeFile } from '../../src/server/office-file.ts';
import { listCounters } from '../../src/server/store/office.ts';
import { readSurvey } from '../../src/server/store/surveys.ts';
import { NOW, paperFolder } from '../helpers/paper.ts';

const surveys = ({ db }: ReturnType<typeof paperFolder>) =>
  db.prepare<[], number>('select count(*) from surveys').pluck().get();

describe('a file of settings', { timeout: 30_000 }, () => {
  it('changes nothing when it is applied as it was printed', () => {
    const folder = paperFolder();
    const file = readOfficeFile(folder.db, folder.office);
    expect(file.counters.map(({ id }) => id)).toEqual(['quay-1', 'quay-2', 'quay-3']);
    const again: unknown = JSON.parse(JSON.stringify(file));
    expect(applyOfficeFile(folder.db, folder.office, again, NOW)).toEqual({ ok: true, changes: [] });
    expect(surveys(folder)).toBe(1);
  });

  it('publishes a changed survey as the next version and keeps the old one as it was', () => {
    const folder = paperFolder();
    const { db, office } = folder;
    const before = readSurvey(db, office, 1);
    const { survey } = readOfficeFile(db, office);
    const result = applyOfficeFile(db, office, { survey: { ...survey, goal: 87.5 } }, NOW);
    expect(result).toEqual({ ok: true, changes: ['survey published as version 2'] });
    expect(readSurvey(db, office)).toMatchObject({ version: 2, goal: 87.5 });
    expect(readSurvey(db, office, 1)).toEqual(before);
  });

  it('publishes a survey with fewer levels, and refuses one without an end of the scale', () => {
    const { db, office } = paperFolder();
    const { survey } = readOfficeFile(db, office);
    const { 1: worst, 3: middle, 5: best } = survey.levels;
    const apply = (levels: object) => applyOfficeFile(db, office, { survey: { ...survey, levels } }, NOW);
    expect(apply({ 3: middle, 5: best })).toMatchObject({
      ok: false,
      messages: [expect.stringMatching(/^survey\.levels\.1: /)],
    });
    expect(apply({ 1: worst, 3: middle, 5: best })).toEqual({ ok: true, changes: ['survey published as version 2'] });
    expect(Object.keys(readSurvey(db, office)?.levels ?? {})).toEqual(['1', '3', '5']);
  });

  it('retires a counter that is missing, and takes it back when it is there again', () => {
    const { db, office } = paperFolder();
    const { counters } = readOfficeFile(db, office);
    const [first, , third] = counters;
    const state = () => listCounters(db, office).map(({ id, retired }) => `${id}${retired ? ' retired' : ''}`);
    expect(applyOfficeFile(db, office, { counters: [third, first] }, NOW)).toEqual({
      ok: true,
      changes: ['counter quay-2 retired'],
    });
    expect(state()).toEqual(['quay-3', 'quay-1', 'quay-2 retired']);
    applyOfficeFile(db, office, { counters }, NOW);
    expect(state()).toEqual(['quay-1', 'quay-2', 'quay-3']);
  });

  it('is refused whole, with every reason, when a part of it cannot be', () => {
    const folder = paperFolder();
    const { db, office } = folder;
    const file = readOfficeFile(db, office);
    const [first] = file.counters;
    const refused = (content: unknown) => {
      const result = applyOfficeFile(db, office, content, NOW);
      return result.ok ? [] : result.messages.map((message) => message.split(':')[0]);
    };
    expect(refused({ ...file, rules: { ...file.rules, idleSeconds: 1 } })).toEqual(['rules.idleSeconds']);
    expect(refused({ ...file, extra: 1 })).toHaveLength(1);
    expect(refused({ counters: [] })).toEqual(['counters']);
    expect(refused({ ...file, counters: [first, first] })).toEqual(['counters']);
    expect(refused({ ...file, counters: [{ ...first, field: 'tax' }] })).toEqual(['counters']);
    expect(refused({ office: { code: '1', name: 'Khác' }, counters: [{ ...first, stage: 'x' }] })).toEqual([
      'office.code',
      'counters',
    ]);
    expect(readOfficeFile(db, office)).toEqual(file);
    expect(surveys(folder)).toBe(1);
  });
});
