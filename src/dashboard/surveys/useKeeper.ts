/** The draft that is being written, as the page shows it: redrawn whenever its keeper has something new. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { DraftState } from '../../domain/survey-admin.ts';
import { useShell } from '../shell/shell.ts';
import { keeperOf, type Keeper, type Kept } from './draft-keeper.ts';

export function useKeeper(draft: DraftState): { keeper: Keeper; kept: Kept } {
  const { ask } = useShell();
  const [, setTurn] = useState(0);
  const keeper = useMemo(() => keeperOf(ask, draft), [ask, draft]);
  useEffect(() => keeper.subscribe(() => setTurn((turn) => turn + 1)), [keeper]);
  return { keeper, kept: keeper.now() };
}
