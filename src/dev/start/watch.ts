/** Tells when one of the folders that hold sources changes. Knows nothing of what the sources are for. */
import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

export type Watching = {
  /** Watches the folders of these files, and no others. */
  follow(files: readonly string[]): void;
  close(): void;
};

/** Editors write a file in several steps. */
const quietMs = 80;

/** A new file counts too: it may be the one whose absence broke the last build. */
function isSource(name: string): boolean {
  if (name === '.dev.vars') return true;
  if (name.startsWith('.') || name.endsWith('.d.ts') || name === 'package-lock.json') return false;
  return /\.(ts|json|toml|sql|lua)$/.test(name);
}

/** `onChange` is called once per burst of changes, with the names of the files without their folders. */
export function watchSources(onChange: (names: readonly string[]) => void): Watching {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;
  const burst = new Set<string>();
  const tell = () => {
    const names = [...burst];
    burst.clear();
    onChange(names);
  };
  const changed = (name: string | null) => {
    if (name === null || !isSource(basename(name))) return;
    burst.add(basename(name));
    clearTimeout(timer);
    timer = setTimeout(tell, quietMs);
  };
  const drop = (folder: string) => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  return {
    follow(files) {
      const folders = new Set(files.map(dirname));
      for (const folder of watchers.keys()) if (!folders.has(folder)) drop(folder);
      for (const folder of folders) {
        if (watchers.has(folder)) continue;
        const watcher = watch(folder, (_, name) => changed(name));
        // A folder that is removed is no longer followed.
        watcher.on('error', () => drop(folder));
        watchers.set(folder, watcher);
      }
    },
    close() {
      clearTimeout(timer);
      for (const folder of [...watchers.keys()]) drop(folder);
    },
  };
}
