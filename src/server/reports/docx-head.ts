/** The head and the foot of an official document: offices, national motto, number, date, title; recipients and signature. */
import type { Letterhead } from '../../domain/letterhead.ts';
import { paragraph, rule, run, table } from './docx-parts.ts';
import { TEXT_WIDTH } from './docx-frame.ts';
import { longDay } from './print.ts';

const LEFT = 72;
const WIDTHS = [LEFT, TEXT_WIDTH - LEFT];
const centred = (text: string, style: { bold?: boolean; italic?: boolean; size?: number }) =>
  paragraph(run(text, style), { align: 'center' });

/** @param day yyyy-MM-dd */
export function headXml({ parent, issuer, place, symbol }: Letterhead, day: string): string {
  const left = [
    ...(parent === '' ? [] : [centred(parent, { size: 12 })]),
    centred(issuer === '' ? '…' : issuer, { bold: true, size: 12 }),
    rule(LEFT * 0.32),
  ];
  const right = [
    centred('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', { bold: true, size: 12 }),
    centred('Độc lập - Tự do - Hạnh phúc', { bold: true, size: 13 }),
    rule(18),
  ];
  const number = centred(`Số:          /${symbol}`, { size: 13 });
  const date = centred(`${place === '' ? '…' : place}, ${longDay(day)}`, { italic: true, size: 13 });
  const spaced = paragraph('', { before: 2 });
  return table(
    [
      [left.join(''), right.join('')],
      [spaced + number, spaced + date],
    ],
    { widths: WIDTHS, borders: false, margin: 0 },
  );
}

/** Kind of document, what it is about, and on what grounds. */
export function titleXml(about: string, { grounds }: Letterhead): string {
  const last = grounds.length - 1;
  return [
    paragraph(run('BÁO CÁO', { bold: true, size: 14 }), { align: 'center', before: 18 }),
    paragraph(run(about, { bold: true, size: 14 }), { align: 'center', after: 3 }),
    rule(62),
    paragraph('', { after: 4 }),
    ...grounds.map((ground, at) =>
      paragraph(run(`${ground.replace(/[;.]+$/, '')}${at === last ? '.' : ';'}`, { italic: true }), { style: 'Body' }),
    ),
  ].join('');
}

export function footXml({ recipients, authority, position, signer }: Letterhead): string {
  const to = recipients.map((one, at) =>
    paragraph(run(`- ${one.replace(/[;.]+$/, '')}${at === recipients.length - 1 ? '.' : ';'}`, { size: 11 })),
  );
  const left = [paragraph(run('Nơi nhận:', { bold: true, italic: true, size: 12 })), ...to];
  const right = [
    ...(authority === '' ? [] : [centred(authority, { bold: true, size: 14 })]),
    centred(position === '' ? '…' : position, { bold: true, size: 14 }),
    paragraph('', { before: 66 }),
    centred(signer === '' ? '…………………………' : signer, { bold: true, size: 14 }),
  ];
  return (
    paragraph('', { before: 6 }) +
    table([[left.join(''), right.join('')]], { widths: [TEXT_WIDTH / 2, TEXT_WIDTH / 2], borders: false, margin: 0 }) +
    // A table must not be the last thing in a document.
    paragraph(run('', { size: 1 }))
  );
}
