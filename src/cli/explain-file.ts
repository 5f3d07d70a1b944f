/** Why a file cannot be read or written, in words; of what is not known here, the system's own. */

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder.',
  ENOTDIR: 'a part of its path is no folder.',
  EISDIR: 'it is a folder.',
  EACCES: 'the system does not allow it.',
  EPERM: 'the system does not allow it.',
  EROFS: 'nothing can be written there.',
  ENOSPC: 'there is no room left.',
};

export function explainFile(error: unknown): string {
  const { code } = error as Partial<NodeJS.ErrnoException>;
  const known = code === undefined ? undefined : reasons[code];
  return known ?? (error instanceof Error ? error.message : String(error));
}
