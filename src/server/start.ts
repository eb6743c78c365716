/**
 * Starts the server from what V8 has compiled before: reading and compiling the program anew takes a third of a start. What was
 * compiled is kept beside the program, for whoever may write there may change the program as well, and is taken only as it was
 * written, for the very same program; V8 itself refuses what another version of it has made.
 */
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

const PROGRAM = join(dirname(fileURLToPath(import.meta.url)), 'program.cjs');
const COMPILED = `${PROGRAM}.compiled`;
const SEAL_BYTES = 32;
/** Milliseconds after the start until it is kept: what a start needs is compiled by then, and little else. */
const KEEP_AFTER = 2000;

const source = readFileSync(PROGRAM);
const sealOf = (compiled: Buffer) => createHash('sha256').update(source).update(compiled).digest();

function readCompiled(): Buffer | undefined {
  try {
    const bytes = readFileSync(COMPILED);
    const compiled = bytes.subarray(SEAL_BYTES);
    return sealOf(compiled).equals(bytes.subarray(0, SEAL_BYTES)) ? compiled : undefined;
  } catch {
    return undefined; // There is none yet, or it cannot be read: then it is compiled.
  }
}

/** Whole or not at all. Where the folder cannot be written, each start compiles. */
function keepCompiled(script: Script): void {
  const compiled = script.createCachedData();
  const draft = `${COMPILED}-${process.pid}`;
  try {
    writeFileSync(draft, Buffer.concat([sealOf(compiled), compiled]));
    renameSync(draft, COMPILED);
  } catch {
    // As it was: nobody but the next start misses it.
  }
}

type Program = (exports: object, require: NodeJS.Require, module: object, file: string, folder: string) => void;

const cachedData = readCompiled();
const script = new Script(source.toString('latin1'), { filename: PROGRAM, ...(cachedData && { cachedData }) });
if (!cachedData || script.cachedDataRejected) setTimeout(() => keepCompiled(script), KEEP_AFTER).unref();
const program = script.runInThisContext() as Program; // what the build makes of it (vite.config.ts)
const module = { exports: {} };
program(module.exports, createRequire(PROGRAM), module, PROGRAM, dirname(PROGRAM));
