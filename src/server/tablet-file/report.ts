/** What became of a tablet's file, for the screen of whoever called the command. */
import type { TabletFileReply } from '../../domain/tablet-file.ts';

/** @param stored false when the file was only looked at. */
export function fileText({ records, parts }: TabletFileReply, stored: boolean): string {
  const lines = parts.map(({ device, name, records: count, known, unsigned, aside, added, refused }) => {
    const told = [
      `${known} here already`,
      ...(stored ? [`${added} added`, `${refused} refused and kept`] : []),
      `${aside} ${stored ? '' : 'to be '}kept aside`,
      `${unsigned} not signed`,
    ];
    return `${name ?? (device === '' ? 'no tablet named' : `unknown tablet ${device}`)}: ${count} records, ${told.join(', ')}`;
  });
  return [`${records} records${stored ? '' : ', nothing was stored'}`, ...lines].join('\n');
}
