/** The files of this page's own storage (OPFS), as only a dedicated worker gets them. */
import type { Folder, SyncFile } from './file.ts';

const NAME = 'hai-long';

/** TypeScript's library for pages does not know this half of the interface. */
type Opener = FileSystemFileHandle & { createSyncAccessHandle?: () => Promise<SyncFile> };

const isNotFound = (error: unknown) => error instanceof DOMException && error.name === 'NotFoundError';

/** @throws where there is no such storage, or it does not open files in this way. */
export async function ownFolder(storage: StorageManager): Promise<Folder> {
  const root = await storage.getDirectory();
  const folder = await root.getDirectoryHandle(NAME, { create: true });
  async function open(name: string): Promise<SyncFile> {
    const handle: Opener = await folder.getFileHandle(name, { create: true });
    if (!handle.createSyncAccessHandle) throw new Error('this browser has no synchronous files');
    return handle.createSyncAccessHandle();
  }
  return {
    // Where the disk has lost a file that the browser still knows by name, the browser says so once, and then makes another.
    open: (name) => open(name).catch((error: unknown) => (isNotFound(error) ? open(name) : Promise.reject(error))),
    async remove(name) {
      await folder.removeEntry(name).catch((error: unknown) => {
        if (!isNotFound(error)) throw error;
      });
    },
  };
}
