/** Finds out whether a port of this machine is free before anything else starts. Holds nothing afterwards. */
import { createServer } from 'node:net';

export type FoundPort =
  | { readonly kind: 'free'; readonly port: number }
  /** `code` is the system's, such as EADDRINUSE or EACCES. */
  | { readonly kind: 'refused'; readonly code: string };

/** `port` 0 finds any free one. */
export function findPort(port: number): Promise<FoundPort> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      resolve({ kind: 'refused', code: error.code ?? error.message });
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const found = typeof address === 'object' && address !== null ? address.port : port;
      server.close(() => resolve({ kind: 'free', port: found }));
    });
  });
}

/** `variable` is what sets it. */
export function explainPort(port: number, code: string, variable: 'PORT' | 'SIMULATOR_PORT'): string {
  const other = `Choose another with ${variable}, for example: ${variable}=${port < 65_535 ? port + 1 : 8787} npm start`;
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is in use by another program, perhaps by another Signalbox.\n${other}`;
    case 'EACCES':
      return `This user may not open port ${port}.\n${other}`;
    default:
      return `Port ${port} cannot be opened (${code}).\n${other}`;
  }
}
