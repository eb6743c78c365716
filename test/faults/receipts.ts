/** Listens in on a tablet's network: which records the server has given a receipt for. */
import { BatchReply } from '../../src/domain/wire.ts';
import type { Send } from '../../src/kiosk/api.ts';

/** @param receipted gets the id of each record that the server says it has. */
export const listening =
  (send: Send, receipted: (id: string) => void): Send =>
  async (address, init) => {
    const reply = await send(address, init);
    if (address !== '/api/submissions' || reply.status !== 200) return reply;
    const { data } = BatchReply.safeParse(JSON.parse(await reply.clone().text()));
    for (const { id, status } of data?.receipts ?? [])
      if (id !== null && (status === 'stored' || status === 'duplicate')) receipted(id);
    return reply;
  };
