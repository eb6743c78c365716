/** How many bytes something has, as people read it. */
import { useShell } from './shell.ts';

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

/** Bytes in the largest unit of which there is at least one. */
export function useSize(): (bytes: number) => string {
  const { format } = useShell();
  return (bytes) => {
    const step = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log(bytes) / Math.log(1024)));
    return `${format.count(Math.round(bytes / 1024 ** step))}\u00a0${UNITS[step] ?? ''}`;
  };
}
