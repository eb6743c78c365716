/**
 * Files that staff exported from tablets: looked at, taken in, and the decision about what was kept aside. Neither needs a
 * tablet: what is in the file shows for itself who made it.
 */
import { type Context, Hono } from 'hono';
import { AsideDecision, TABLET_FILE_BYTES, type TabletFileReply } from '../../domain/tablet-file.ts';
import { chunksOf } from '../body-chunks.ts';
import type { AppEnv, Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { parsedBody } from '../parsed-body.ts';
import { signedIn } from '../policy.ts';
import { decideAside, nextAside } from '../store/aside.ts';
import { createJudge } from '../tablet-file/judge.ts';
import { readTabletFile } from '../tablet-file/read.ts';
import { spooled } from '../tablet-file/spool.ts';

/** Records of one decision that are stored together. */
const TOGETHER = 200;

export function tabletFileRoutes(deps: Deps): Hono<AppEnv> {
  const { db, office, config, now, audit, stored } = deps;
  const routes = new Hono<AppEnv>();
  // One at a time: each opens seals, and tablets wait for the same processor.
  let busy = false;

  const read = async (c: Context<AppEnv>, store: boolean) => {
    const encoding = c.req.header('Content-Encoding');
    if (encoding !== undefined && encoding.toLowerCase() !== 'identity') return problem(c, 'encoding');
    if (c.req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase() !== 'application/octet-stream')
      return problem(c, 'media-type');
    if (Number(c.req.header('Content-Length') ?? 0) > TABLET_FILE_BYTES) return problem(c, 'too-large');
    if (busy) return problem(c, 'busy', { 'Retry-After': '5' });
    busy = true;
    try {
      const end = await spooled(config.dataDir, chunksOf(c), TABLET_FILE_BYTES, (chunks) =>
        readTabletFile(deps, chunks, store),
      );
      if (end === null) return problem(c, 'too-large');
      if (!end.ok) return problem(c, end.code);
      const { records, parts } = end;
      if (store) {
        const [added, aside] = [parts.reduce((n, one) => n + one.added, 0), parts.reduce((n, one) => n + one.aside, 0)];
        audit({
          actor: signedIn(c).account.id,
          action: 'tablet.file',
          object: 'office',
          detail: { records, added, aside },
        });
        if (added > 0) stored.fire();
      }
      return c.json({ records, parts } satisfies TabletFileReply);
    } finally {
      busy = false;
    }
  };
  routes.post('/files/check', (c) => read(c, false));
  routes.post('/files', (c) => read(c, true));

  routes.post('/:id/aside', async (c) => {
    const asked = await parsedBody(c, AsideDecision);
    if (!asked.ok) return problem(c, asked.code);
    const { take, note } = asked.value;
    const device = c.req.param('id');
    const by = signedIn(c).account.id;
    const judge = take ? createJudge(deps) : null;
    let count = 0;
    for (let some = nextAside(db, office, device, TOGETHER); some.length > 0;) {
      // Stored first: were it cut off here, the same records would only be known already the next time.
      await judge?.(
        device,
        some.map(({ body }) => body),
      );
      const hashes = some.map(({ hash }) => hash);
      decideAside(db, office, hashes, { take, note, by, now: now() });
      count += some.length;
      some = nextAside(db, office, device, TOGETHER);
    }
    if (count === 0) return problem(c, 'not-found');
    audit({ actor: by, action: take ? 'tablet.aside-take' : 'tablet.aside-leave', object: device, detail: { count } });
    if (take) stored.fire();
    return c.json({ id: device });
  });
  return routes;
}
