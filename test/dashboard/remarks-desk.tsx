/** The section "Ý kiến" in a test: the real page, with a small office of remarks that answers as the server does. */
import { waitFor } from '@testing-library/preact';
import { onTestFinished } from 'vitest';
import type { Role } from '../../src/domain/account.ts';
import { foldText } from '../../src/domain/fold-text.ts';
import type { BallotItem } from '../../src/domain/remark-ballot.ts';
import { RemarkChange, type RemarkCounts, type RemarkDetail } from '../../src/domain/remark.ts';
import { type AskedFor, NOW, openPage, pageText, problem, sessionOf } from './desk.tsx';

export const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

export const remarkOf = (number: number, words: string, change: Partial<RemarkDetail> = {}): RemarkDetail => ({
  id: idOf(number),
  day: '2026-11-20',
  counter: { id: 'quay-2', name: 'Quầy 2' },
  field: { vi: 'Đất đai', en: 'Land' },
  stage: null,
  channel: 'kiosk',
  words,
  personal: false,
  lowest: 2,
  status: 'new',
  assignee: null,
  due: '2026-12-11',
  dueState: 'open',
  tags: [],
  isVoid: false,
  answers: [
    {
      criterion: { vi: 'Tiếp cận dịch vụ', en: 'Access' },
      level: 2,
      levelWords: { vi: 'Không hài lòng', en: 'Unsatisfied' },
      reasons: [{ vi: 'Giờ làm việc bất tiện', en: 'Inconvenient hours' }],
    },
  ],
  notes: [],
  outcome: '',
  version: 1,
  ...change,
});

export interface RemarkDesk {
  remarks: RemarkDetail[];
  ballots: BallotItem[];
  asked: AskedFor[];
  /** Answers instead of the office, for the requests for which it gives a reply. */
  instead: (asked: AskedFor) => Response | 'unreachable' | null;
  /** Tells the page that something was stored. */
  change: () => void;
  sent: (method: string, end: string) => AskedFor[];
}

const PAGE = 50;
const countsOf = (remarks: readonly RemarkDetail[]): RemarkCounts => {
  const count = (status: string) => remarks.filter((one) => one.status === status).length;
  return { new: count('new'), seen: count('seen'), 'in-hand': count('in-hand'), done: count('done'), overdue: 0 };
};

function listOf(remarks: readonly RemarkDetail[], query: URLSearchParams) {
  const [status, text, after] = [query.get('status'), query.get('text'), query.get('after')];
  const found = remarks
    .filter((one) => status === null || one.status === status || (status === 'open' && one.status !== 'done'))
    .filter((one) => text === null || foldText(one.words).includes(foldText(text)));
  const from = after === null ? 0 : Number(after);
  const page = found.slice(from, from + PAGE);
  return {
    remarks: page,
    next: found.length > from + PAGE ? String(from + PAGE) : null,
    found: from === 0 ? found.length : null,
    counts: countsOf(remarks),
  };
}

export function openRemarks(address: string, remarks: RemarkDetail[], role: Role = 'team'): RemarkDesk {
  let stream: ReadableStreamDefaultController<Uint8Array> | null = null;
  const people = [
    { id: `account-${role}`, name: 'Nguyễn Thị Lan' },
    { id: 'account-minh', name: 'Trần Văn Minh' },
  ];
  const desk: RemarkDesk = {
    remarks,
    ballots: [],
    asked: [],
    instead: () => null,
    change: () => stream?.enqueue(new TextEncoder().encode('event: change\ndata: {}\n\n')),
    sent: (method, end) => desk.asked.filter((one) => one.method === method && one.url.endsWith(end)),
  };
  const replace = (changed: RemarkDetail) => {
    desk.remarks = desk.remarks.map((one) => (one.id === changed.id ? changed : one));
    return Response.json(changed);
  };
  const act = (remark: RemarkDetail, deed: string, body: unknown): Response => {
    if (deed === 'opened')
      return remark.status === 'new'
        ? replace({ ...remark, status: 'seen', version: remark.version + 1 })
        : Response.json(remark);
    if (deed === 'notes') {
      const { text } = body as { text: string }; // what the page sends
      return replace({
        ...remark,
        notes: [...remark.notes, { id: remark.notes.length, author: 'Lan', at: NOW, text }],
      });
    }
    if (deed === 'tags') {
      const { add, remove } = body as { add: string[]; remove: string[] }; // what the page sends
      return replace({ ...remark, tags: [...remark.tags.filter((tag) => !remove.includes(tag)), ...add] });
    }
    const { version, assignee, ...change } = RemarkChange.parse(body);
    if (version !== remark.version) return problem(409, 'remark-changed');
    const person = people.find(({ id }) => id === assignee) ?? null;
    const rest = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const given = assignee === undefined ? {} : { assignee: person };
    return replace({ ...remark, ...rest, ...given, version: version + 1 } as RemarkDetail); // the fields of a change
  };
  desk.asked = openPage(address, (asked) => {
    const { url, method, body } = asked;
    const other = desk.instead(asked);
    if (other) return other;
    const { pathname, searchParams } = new URL(url, 'http://x');
    if (pathname === '/api/session') return Response.json(sessionOf(role));
    if (pathname === '/api/results/changes') {
      const events = new ReadableStream<Uint8Array>({ start: (controller) => void (stream = controller) });
      return new Response(events, { headers: { 'Content-Type': 'text/event-stream' } });
    }
    if (pathname === '/api/remarks') return Response.json(listOf(desk.remarks, searchParams));
    if (pathname === '/api/remarks/counts') return Response.json(countsOf(desk.remarks));
    if (pathname === '/api/remarks/export/size') return Response.json({ count: desk.remarks.length });
    if (pathname === '/api/remarks/options')
      return Response.json({
        counters: [{ id: 'quay-2', name: 'Quầy 2' }],
        fields: [],
        criteria: [],
        people,
        tags: [{ tag: 'chờ lâu', count: 3 }],
      });
    if (pathname === '/api/ballots') {
      const voids = desk.ballots.filter(({ isVoid }) => isVoid !== null).length;
      return Response.json({ ballots: desk.ballots, next: null, total: desk.ballots.length, voids });
    }
    const ballot = /^\/api\/ballots\/(.+)\/void$/.exec(pathname)?.[1];
    if (ballot !== undefined) return Response.json({ id: ballot });
    const [, id, deed = ''] = /^\/api\/remarks\/([^/]+)(?:\/(\w+))?$/.exec(pathname) ?? [];
    const remark = desk.remarks.find((one) => one.id === id);
    return remark && method !== 'GET' ? act(remark, deed, body) : problem(404, 'not-found');
  });
  onTestFinished(() => stream?.close());
  return desk;
}

/** Resolves when the page shows this text. */
export const shows = (text: string) =>
  waitFor(
    () => {
      if (!pageText().includes(text)) throw new Error(`"${text}" is not in: ${pageText().slice(0, 900)}`);
    },
    { timeout: 8000 },
  );
/** Resolves when a selector finds something. */
export const finds = (selector: string): Promise<HTMLElement> =>
  waitFor(
    () => {
      const found = document.querySelector<HTMLElement>(selector);
      if (!found) throw new Error(`nothing is ${selector}: ${pageText().slice(0, 600)}`);
      return found;
    },
    { timeout: 8000 },
  );
