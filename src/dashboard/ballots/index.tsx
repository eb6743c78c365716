/** Paper ballots: /dashboard/ballots is the list, /new opens a batch, /import takes a file, /<id> is one batch. */
import { useShell } from '../shell/shell.ts';
import './ballots.css';
import './batches.css';
import './typing.css';
import './differences.css';
import './import.css';
import { Batches } from './Batches.tsx';
import { BatchPage } from './BatchPage.tsx';
import { ImportPage } from './ImportPage.tsx';
import { OpenBatch } from './OpenBatch.tsx';

export function Section() {
  const { address } = useShell();
  const [page] = address.rest;
  if (page === undefined) return <Batches />;
  if (page === 'new') return <OpenBatch />;
  if (page === 'import') return <ImportPage />;
  return <BatchPage key={page} id={page} />;
}
