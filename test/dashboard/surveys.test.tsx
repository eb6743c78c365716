// @vitest-environment happy-dom
/** The section against the real server: what a person does, and what is on disk afterwards. */
import { request } from 'node:http';
import { configure, fireEvent, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '../../src/domain/account.ts';
import { readDraft } from '../../src/server/store/survey-drafts.ts';
import { listSurveys } from '../../src/server/store/surveys.ts';
import { endKeeper } from '../../src/dashboard/surveys/draft-keeper.ts';
import { startServer, type TestServer } from '../helpers/server.ts';
import { NOW, openPage, pageText } from './desk.tsx';

// The section is loaded when it is first opened, on a machine that does other things besides.
configure({ asyncUtilTimeout: 15_000 });

let server: TestServer;
let reachable: boolean;
beforeEach(async () => {
  reachable = true;
  server = await startServer({ now: () => NOW });
});
afterEach(async () => {
  endKeeper();
  await server.stop();
});

/** Over a socket: a browser's own Request leaves the cookie out. */
const send = (path: string, method: string, headers: Record<string, string>, body: unknown) =>
  new Promise<Response>((resolve, reject) => {
    const sending = request(`${server.url}${path}`, { method, headers }, (reply) => {
      let text = '';
      reply.setEncoding('utf8').on('data', (part: string) => (text += part));
      reply.on('end', () => resolve(new Response(text, { status: reply.statusCode ?? 0 })));
    });
    sending.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
  });

function open(path: string, role: Role = 'administrator') {
  const headers = { ...server.signIn(role), 'Content-Type': 'application/json' };
  return openPage(`/dashboard/surveys${path}`, ({ method, url, body }) =>
    reachable ? send(url, method, headers, body) : 'unreachable',
  );
}
const draft = () => readDraft(server.db, server.deps.office)?.body;
const button = (name: string | RegExp) => screen.findByRole('button', { name });
const press = async (name: string | RegExp) => fireEvent.click(await button(name));
const follow = async (name: string | RegExp) => fireEvent.click(await screen.findByRole('link', { name }));
const shows = (text: string) => waitFor(() => expect(pageText()).toContain(text));
const begin = async () => {
  open('');
  await press('Soạn phiên bản mới');
  await screen.findByRole('heading', { name: 'Bản nháp' });
};
const type = async (label: string, text: string) =>
  fireEvent.input(await screen.findByLabelText(label), { target: { value: text } });

describe('the list', () => {
  it('shows the version that is asked, and that its wording is not confirmed', async () => {
    open('', 'viewer');
    await shows('Phiên bản 1');
    expect(pageText()).toContain('Đang hỏi');
    expect(pageText()).toContain('6 tiêu chí, mục tiêu 85 %');
    expect(pageText()).toContain('chưa đối chiếu với phiếu chính thức');
    expect(pageText()).toContain('Chỉ người quản trị');
    expect(screen.queryByRole('button', { name: 'Soạn phiên bản mới' })).toBeNull();
  });

  it('opens a version for reading, with every field shut', async () => {
    open('/1?open=access', 'team');
    await screen.findAllByLabelText('Tiếng Việt');
    const fields = [...document.querySelectorAll<HTMLInputElement>('.survey-form input, .survey-form textarea')];
    expect(fields.length).toBeGreaterThan(10);
    expect(fields.every(({ readOnly, disabled }) => readOnly || disabled)).toBe(true);
    expect(screen.queryByRole('button', { name: 'Thêm tiêu chí' })).toBeNull();
  });
});

describe('writing', () => {
  it('begins from a preset', async () => {
    open('');
    fireEvent.change(await screen.findByLabelText('Bắt đầu từ'), { target: { value: 'sipas-5' } });
    await press('Soạn phiên bản mới');
    await shows('Tiếp cận dịch vụ');
    expect(draft()?.criteria.map(({ id }) => id)).toEqual([
      'access-conditions',
      'procedure',
      'staff',
      'result',
      'feedback',
    ]);
  });

  it('says where a preset is offered what is not settled about it', async () => {
    open('');
    fireEvent.change(await screen.findByLabelText('Bắt đầu từ'), { target: { value: 'nd-61' } });
    await shows('Chưa rõ Nghị định 118/2025 có giữ các chỉ số này không');
    await press('Soạn phiên bản mới');
    await waitFor(() => expect(Object.keys(draft()?.levels ?? {})).toEqual(['1', '3', '5']));
  });

  it('leaves a level out, takes that back, and offers it again with its words', async () => {
    await begin();
    await follow('Mức trả lời');
    const box = (level: number) => screen.findByRole('checkbox', { name: new RegExp(`^Mức ${level}`) });
    for (const end of [1, 5]) expect(await box(end)).toHaveProperty('disabled', true);
    const written = (level: number) => document.querySelector<HTMLInputElement>(`#f-levels-${level}-vi`)?.value;
    fireEvent.click(await box(4));
    await waitFor(() => expect(written(4)).toBeUndefined());
    await press('Hoàn tác');
    await waitFor(() => expect(written(4)).toBe('Hài lòng'));
    fireEvent.click(await box(2));
    await waitFor(() => expect(written(2)).toBeUndefined());
    fireEvent.click(await box(2));
    await waitFor(() => expect(written(2)).toBe('Không hài lòng'));
    fireEvent.click(await box(3));
    await waitFor(() => expect(Object.keys(draft()?.levels ?? {})).toEqual(['1', '2', '4', '5']));
  });

  it('saves by itself, and says when', async () => {
    await begin();
    await follow('Cách tính');
    await type('Mục tiêu (%)', '87,5');
    await shows('Đã lưu nháp 10:04');
    expect(draft()?.goal).toBe(87.5);
  });

  it('moves and removes criteria, and takes a removal back', async () => {
    await begin();
    await press('Đưa xuống: Tiếp cận dịch vụ');
    await press('Bỏ: Thủ tục hành chính');
    await shows('Hoàn tác');
    await waitFor(() => expect(draft()?.criteria).toHaveLength(5));
    expect(draft()?.criteria[0]?.id).toBe('reception');
    await press('Hoàn tác');
    await waitFor(() => expect(draft()?.criteria).toHaveLength(6));
  });

  it('moves a criterion with Alt and an arrow key', async () => {
    await begin();
    fireEvent.keyDown(await button(/Tiêu chí 2/), { key: 'ArrowUp', altKey: true });
    await waitFor(() => expect(draft()?.criteria[0]?.id).toBe('reception'));
  });

  it('lists what is missing, and leads to the field', async () => {
    await begin();
    await press('Thêm tiêu chí');
    await shows('4 chỗ cần sửa trước khi công bố');
    await follow('Cách tính');
    await press('Tiêu chí 7, Câu hỏi trên máy tính bảng, Tiếng Anh: chưa có nội dung');
    await waitFor(() => expect(document.activeElement?.id).toBe('f-criteria-6-question-en'));
  });

  it('keeps what is typed without a network, and saves it afterwards', async () => {
    await begin();
    await follow('Cách tính');
    reachable = false;
    await type('Mục tiêu (%)', '90');
    await shows('sẽ tự lưu khi có mạng');
    expect(draft()?.goal).toBe(85);
    reachable = true;
    dispatchEvent(new Event('online'));
    await waitFor(() => expect(draft()?.goal).toBe(90));
  });
});

describe('publishing', () => {
  it('shows the changes, asks for the day, and makes the next version', async () => {
    await begin();
    await follow('Cách tính');
    await type('Mục tiêu (%)', '90');
    fireEvent.click(await screen.findByLabelText('Điểm quy đổi: mức 1 là 0, mức 5 là 100'));
    // Saved, so that what the page fetched at first is older than what it keeps.
    await shows('Đã lưu nháp 10:04');
    await follow('Xem lại và công bố');
    await shows('Công bố phiên bản 2');
    expect(pageText()).toContain('Mục tiêu: 85 → 90');
    expect(pageText()).toContain('không so sánh trực tiếp được');
    expect(pageText()).toContain('Máy mất mạng tiếp tục hỏi phiên bản cũ');
    await type('Áp dụng từ ngày', '2026-12-01');
    await press('Công bố phiên bản 2');
    await shows('Chờ đến ngày');
    const [published] = listSurveys(server.db, server.deps.office);
    expect([published?.validFrom, published?.survey.goal, published?.survey.method]).toEqual([
      '2026-12-01',
      90,
      'norm',
    ]);
    expect(draft()).toBeUndefined();
  });

  it('refuses a day that is over, before the server is asked', async () => {
    await begin();
    await follow('Xem lại và công bố');
    await shows('không có gì để công bố');
    await follow('Quay lại bản nháp');
    await follow('Cách tính');
    await type('Mục tiêu (%)', '85,5');
    await follow('Xem lại và công bố');
    await shows('85 → 85,5');
    await type('Áp dụng từ ngày', '2026-11-21');
    await press('Công bố phiên bản 2');
    await shows('Chọn một ngày từ hôm nay trở đi.');
    expect(listSurveys(server.db, server.deps.office)).toHaveLength(1);
  });

  it('warns of a counter whose field the new version does not have', async () => {
    server.db
      .prepare(
        `update counters set settings = json_set(settings, '$.field', 'land', '$.asksField', json('false')) where id = 'quay-2'`,
      )
      .run();
    await begin();
    await follow('Bước và lĩnh vực');
    await press('Bỏ: Đất đai');
    await follow('Xem lại và công bố');
    await shows('Quầy 2 đang đặt sẵn một lĩnh vực');
  });
});

describe('joining criteria for reports', () => {
  it('offers SIPAS and stores it', async () => {
    open('/merge');
    await press('Gộp theo SIPAS (tiêu chí 1 và 2)');
    await press('Lưu cách gộp');
    await waitFor(() => {
      const value = server.db
        .prepare<[], string>(`select value from office_settings where name = 'merges'`)
        .pluck()
        .get();
      expect(value).toContain('access-conditions');
    });
  });
});
