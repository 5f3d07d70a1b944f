/** The recorded streams of `test/golden`, for tests inside workerd, where there are no files. */
import type { ProtocolId } from '../../src/core/target.ts';

export type GoldenStream = { readonly protocol: ProtocolId; readonly name: string; readonly text: string };

type Glob = { glob(pattern: string, options: object): Record<string, string> };

const files = (import.meta as unknown as Glob).glob('../golden/*/*.sse', {
  query: '?raw',
  import: 'default',
  eager: true,
});

export const goldenStreams: readonly GoldenStream[] = Object.entries(files).map(([file, text]) => {
  const [, , protocol = '', name = ''] = file.split('/');
  return { protocol: protocol as ProtocolId, name, text };
});
