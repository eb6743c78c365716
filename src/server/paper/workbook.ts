/**
 * The parts of an XLSX file, each read as a stream and never whole. Whatever the file says about its sizes, what comes out
 * of it is counted: a kilobyte can hold a gigabyte.
 */
import { SaxesParser } from 'saxes';
import yauzl from 'yauzl';
import { FileRefusal } from './refusal.ts';

/** Entries of the archive, and bytes of its larger and smaller parts once they are unpacked. */
const ENTRIES = 2000;
export const PART_BYTES = { sheet: 64 * 1024 * 1024, strings: 32 * 1024 * 1024, other: 2 * 1024 * 1024 };

export interface Workbook {
  /** Reads one part. @returns false when there is none of this name. */
  read: (name: string, limit: number, handler: PartHandler) => AsyncGenerator<void, boolean>;
  close: () => void;
}
/** Names are without their prefix (`x:row` is `row`); attributes as written. */
export interface PartHandler {
  open?: (name: string, attributes: Record<string, string>) => void;
  text?: (text: string) => void;
  close?: (name: string) => void;
}

const localName = (name: string) => name.slice(name.indexOf(':') + 1);

function parserFor(handler: PartHandler) {
  const parser = new SaxesParser({ position: false, xmlns: false as const });
  parser.on('error', () => {
    throw new FileRefusal('damaged');
  });
  // Office programs write none; entities that grow are declared there.
  parser.on('doctype', () => {
    throw new FileRefusal('damaged');
  });
  parser.on('opentag', ({ name, attributes }) => handler.open?.(localName(name), attributes));
  parser.on('closetag', ({ name }) => handler.close?.(localName(name)));
  const { text } = handler;
  if (text) {
    parser.on('text', text);
    parser.on('cdata', text);
  }
  return parser;
}

function openArchive(file: string): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.open(file, { lazyEntries: true, autoClose: false }, (error, archive) => {
      if (archive) resolve(archive);
      else reject(error ?? new FileRefusal('damaged'));
    });
  });
}

function listEntries(archive: yauzl.ZipFile): Promise<Map<string, yauzl.Entry>> {
  return new Promise((resolve, reject) => {
    const entries = new Map<string, yauzl.Entry>();
    if (archive.entryCount > ENTRIES) return reject(new FileRefusal('too-big-inside'));
    archive.on('error', reject);
    archive.on('end', () => resolve(entries));
    archive.on('entry', (entry: yauzl.Entry) => {
      entries.set(entry.fileName.toLowerCase(), entry);
      archive.readEntry();
    });
    archive.readEntry();
  });
}

const streamOf = (archive: yauzl.ZipFile, entry: yauzl.Entry) =>
  new Promise<AsyncIterable<Buffer>>((resolve, reject) => {
    archive.openReadStream(entry, (error, stream) => (stream ? resolve(stream) : reject(error)));
  });

/** What yauzl and zlib find wrong is a damaged file; what we throw ourselves says more. */
const asRefusal = (error: unknown) => (error instanceof FileRefusal ? error : new FileRefusal('damaged'));

/** @throws FileRefusal when it is no archive that can be read. */
export async function openWorkbook(file: string): Promise<Workbook> {
  const archive = await openArchive(file).catch((error: unknown) => {
    throw asRefusal(error);
  });
  try {
    const entries = await listEntries(archive);
    // A workbook with a password is another kind of file, but some programs pack it as this one.
    if (entries.has('encryptedpackage')) throw new FileRefusal('encrypted');
    return {
      async *read(name, limit, handler) {
        const entry = entries.get(name.toLowerCase());
        if (!entry) return false;
        if (entry.isEncrypted()) throw new FileRefusal('encrypted');
        try {
          const parser = parserFor(handler);
          const decoder = new TextDecoder('utf-8', { fatal: true });
          let bytes = 0;
          for await (const chunk of await streamOf(archive, entry)) {
            bytes += chunk.length;
            if (bytes > limit) throw new FileRefusal('too-big-inside');
            parser.write(decoder.decode(chunk, { stream: true }));
            yield;
          }
          parser.write(decoder.decode()).close();
        } catch (error) {
          throw asRefusal(error);
        }
        return true;
      },
      close: () => archive.close(),
    };
  } catch (error) {
    archive.close();
    throw asRefusal(error);
  }
}
