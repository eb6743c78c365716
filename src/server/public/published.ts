/**
 * What is published, worked out once: the page and the open data are asked for by anyone, any number of times. It is kept until the
 * setting, the office's name or the report behind it is another one; both are looked up with each request, so taking it back works at once.
 */
import { NOT_PUBLISHED, Publication, publicResult, type PublicResult } from '../../domain/report-publication.ts';
import type { Deps } from '../deps.ts';
import { readSetting } from '../store/office-settings.ts';
import { readOffice } from '../store/office.ts';
import { readReport } from '../store/reports.ts';

export const PUBLICATION_SETTING = 'publication';
/** Languages, with and without our heading, json and csv; and some more addresses by which the server is reached. */
const MOST_TEXTS = 32;

export interface Published {
  result: PublicResult | null;
  /** The office's name as it is today. */
  office: string;
  /** The text kept under this name, or made now. */
  text: <T>(name: string, make: () => T) => T;
}

export function createPublished({ db, office }: Pick<Deps, 'db' | 'office'>): () => Published {
  let kept: { key: string; published: Published } | null = null;
  return () => {
    const { report: id, ...parts } = readSetting(db, office, PUBLICATION_SETTING, Publication, NOT_PUBLISHED);
    const { name } = readOffice(db, office);
    const key = JSON.stringify([id, parts, name]);
    if (kept?.key === key) return kept.published;
    const report = id === null ? null : readReport(db, office, id);
    const texts = new Map<string, unknown>();
    const published: Published = {
      result: report && publicResult(report.frozen, parts),
      office: name,
      text: <T>(asked: string, make: () => T): T => {
        // What is kept under a name was made by the caller who gave it that name.
        if (texts.has(asked)) return texts.get(asked) as T;
        if (texts.size >= MOST_TEXTS) texts.clear();
        const text = make();
        texts.set(asked, text);
        return text;
      },
    };
    kept = { key, published };
    return published;
  };
}
