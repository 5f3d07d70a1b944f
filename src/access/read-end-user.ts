/** Whom a call is for, and how far they are trusted: by the signed token or the header that the key's settings allow. */
import { type EndUser, type Tier, tiers } from '../core/caller.ts';
import { RouterError } from '../core/errors.ts';
import type { KeyRecord, StoredKeys } from '../core/key-record.ts';
import { nameEndUser } from '../ledger/end-user.ts';
import { tokenHeader } from './end-user-token.ts';

type Trusted = { readonly tier: Tier; readonly endUser?: EndUser };

export function refuseToken(what: string): RouterError {
  return new RouterError('end_user_not_allowed', what, { param: tokenHeader });
}

async function byToken(
  token: string,
  { team, tier, maxTier = tier }: KeyRecord,
  { pepper, checkToken }: StoredKeys,
): Promise<Trusted> {
  if (checkToken === undefined) {
    const detail = 'neither SIGNALBOX_END_USER_SECRET nor SIGNALBOX_END_USER_JWKS is set';
    throw new RouterError('auth_unavailable', 'End-user tokens cannot be checked.', {
      detail,
      retryable: false,
    });
  }
  const claims = await checkToken(token, team);
  if (claims.tier !== null && tiers.indexOf(claims.tier) > tiers.indexOf(maxTier))
    throw refuseToken(
      `${tokenHeader}: its claim \`tier\` is ${claims.tier}; this API key allows ${maxTier} at most.`,
    );
  const id = await nameEndUser(claims.subject, team, pepper);
  return { tier: claims.tier ?? tier, ...(id !== null && { endUser: { id, source: 'token' } }) };
}

/** Errors: `invalid_end_user_token`, `end_user_not_allowed`, `auth_unavailable`. */
export async function readEndUser(record: KeyRecord, headers: Headers, keys: StoredKeys): Promise<Trusted> {
  const { tier, team, endUserHeader, endUserToken = 'off' } = record;
  const token = headers.get(tokenHeader);
  if (token !== null && endUserToken === 'off')
    throw refuseToken(`This API key takes no end-user tokens; leave ${tokenHeader} out.`);
  if (token !== null) return byToken(token.trim(), record, keys);
  if (endUserToken === 'required')
    throw refuseToken(`This API key needs a signed end-user token in ${tokenHeader}.`);
  const named = endUserHeader === undefined ? null : headers.get(endUserHeader);
  if (named === null) return { tier };
  const id = await nameEndUser(named, team, keys.pepper);
  return { tier, ...(id !== null && { endUser: { id, source: 'header' } }) };
}
