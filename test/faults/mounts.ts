/**
 * Small disks of a harness's own: an ext4 image on a loop device, whose backing file holds exactly what has reached the
 * disk, and a small tmpfs that can be filled up. Only root may mount; elsewhere `cannotMount` says so.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

function run(command: string, ...args: string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr || (error?.message ?? '')}`);
}

export interface Mounted {
  path: string;
  /** Everything in it is gone afterwards. */
  unmount: () => void;
}
function mountedAt(folder: string, ...args: string[]): Mounted {
  const path = join(folder, 'disk');
  mkdirSync(path);
  run('mount', ...args, path);
  return {
    path,
    unmount() {
      // Lazy where a process that was killed has not let go yet.
      if (spawnSync('umount', [path]).status !== 0) run('umount', '-l', path);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
const folderFor = () => mkdtempSync(join(tmpdir(), 'hai-long-disk-'));

/** A disk in memory of this many megabytes: full is full. */
export const mountMemory = (megabytes: number): Mounted =>
  mountedAt(folderFor(), '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs');

export interface Disk extends Mounted {
  /** The disk as it is after a power cut at this moment: what had not reached it is not there. */
  afterPowerCut: () => Mounted;
}
/** An ext4 disk in a file. */
export function mountDisk(megabytes: number): Disk {
  const folder = folderFor();
  const image = join(folder, 'image');
  run('truncate', '-s', `${megabytes}M`, image);
  run('mkfs.ext4', '-q', '-F', '-E', 'lazy_itable_init=0,lazy_journal_init=0', image);
  const mounted = mountedAt(folder, '-o', 'loop', image);
  return {
    ...mounted,
    afterPowerCut() {
      const other = folderFor();
      const copy = join(other, 'image');
      copyFileSync(image, copy);
      return mountedAt(other, '-o', 'loop', copy);
    },
  };
}

/** Why disks cannot be mounted here, or `null` where they can. */
export function whyNoMounts(): string | null {
  try {
    if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'only root on Linux may mount disks';
    mountDisk(8).unmount();
    mountMemory(1).unmount();
    return null;
  } catch (error) {
    return `disks cannot be mounted here (${error instanceof Error ? error.message.trim() : String(error)})`;
  }
}
