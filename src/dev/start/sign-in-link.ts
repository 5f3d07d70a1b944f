/**
 * The link that signs in to the dashboard of a local run, once. Its code is for the person's terminal alone; the Worker
 * gets the digest, in a variable that nothing but this sets.
 */
import { createHash, randomBytes } from 'node:crypto';

/** What the Worker reads it from: `digest:end in milliseconds`. */
export const signInVariable = 'SIGNALBOX_DEV_SIGN_IN';

const lifeMs = 600_000;
const codeBytes = 18;

export type MadeLink = {
  /** After the address of the Worker. */
  readonly path: string;
  readonly variable: string;
};

export function makeSignInLink(nowMs: number): MadeLink {
  const code = randomBytes(codeBytes).toString('base64url');
  const digest = createHash('sha256').update(code).digest('hex');
  return { path: `/dashboard/sign-in/link?code=${code}`, variable: `${digest}:${nowMs + lifeMs}` };
}
